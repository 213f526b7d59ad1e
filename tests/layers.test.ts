import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FUNCTION_NAMES } from '../functions/function-names.ts';
import { tempDir } from './support/temp-dir.ts';

/** Whether the linter lets a file at `path` import `from`, by the project's own rules. */
function mayImport(path: string, from: string): boolean {
  const dir = tempDir();
  try {
    const file = join(dir.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `import * as imported from '${from}';\nexport const used = imported;\n`);
    copyFileSync('biome.json', join(dir.path, 'biome.json'));
    const biome = resolve('node_modules/.bin/biome');
    const args = ['lint', '--only=style/noRestrictedImports', '--vcs-enabled=false', file];
    execFileSync(biome, args, { cwd: dir.path, stdio: 'pipe' });
    return true;
  } catch (error) {
    const output =
      String((error as { stdout?: unknown }).stdout) + String((error as { stderr?: unknown }).stderr);
    if (!output.includes('noRestrictedImports')) throw error;
    return false;
  } finally {
    dir.remove();
  }
}

describe('dependencies point inward, and the linter says so', () => {
  test.each([
    ['functions/shared/core/x.ts', '../ports/store.ts'],
    ['functions/shared/core/x.ts', '../adapters/local/sqlite-store.ts'],
    ['functions/shared/core/json/x.ts', '../../flows/claim.ts'],
    ['functions/shared/core/x.ts', 'node:fs'],
    ['functions/shared/core/x.ts', 'got'],
    ['functions/shared/core/x.ts', 'google-gax'],
    ['functions/shared/core/x.ts', '@google-cloud/tasks'],
    ['functions/shared/flows/x.ts', '../runtime/local-runtime.ts'],
    ['functions/rest/x.ts', '../shared/runtime/gcp-runtime.ts'],
    ['functions/shared/adapters/gcp/x.ts', '../../config.ts'],
    ['functions/shared/ports/x.ts', '../adapters/local/sqlite-store.ts'],
    ['functions/shared/ports/x.ts', 'node:http'],
    ['functions/shared/flows/x.ts', '../adapters/local/sqlite-store.ts'],
    ['functions/shared/http/x.ts', '../runtime.ts'],
    ['functions/shared/adapters/local/x.ts', '../../runtime.ts'],
    ['functions/shared/adapters/net/x.ts', '../../flows/claim.ts'],
    ['portal/src/x.tsx', '../../functions/shared/core/limits.ts'],
    ['portal/src/pages/x.tsx', '../../../functions/shared/portal/x.ts'],
    ['portal/src/x.ts', '../../scripts/free-port.ts'],
    ['portal/src/x.ts', 'node:crypto'],
    ...FUNCTION_NAMES.map((name) => [`functions/${name}/x.ts`, '../shared/adapters/system/system-clock.ts']),
    ...FUNCTION_NAMES.map((name) => [`functions/${name}/create-x.ts`, '../shared/runtime.ts']),
  ])('%s may not import %s', (path, from) => {
    expect(mayImport(path, from)).toBe(false);
  });

  test.each([
    ['functions/shared/core/x.ts', './errors.ts'],
    ['functions/shared/core/x.ts', 'node:crypto'],
    ['functions/shared/ports/x.ts', '../core/task.ts'],
    ['functions/shared/adapters/local/x.ts', '../../ports/store.ts'],
    ['functions/rest/x.ts', '../shared/ports/store.ts'],
    ['functions/rest/index.ts', '../shared/runtime.ts'],
    ['functions/shared/runtime.ts', './adapters/local/sqlite-store.ts'],
    ['functions/shared/runtime/gcp-runtime.ts', '../adapters/gcp/firestore-store.ts'],
    ['portal/src/pages/x.tsx', '../../../functions/shared/portal/schemas/ats.ts'],
    ['portal/src/x.tsx', './core/api.ts'],
    ['portal/src/x.tsx', 'react'],
  ])('%s may import %s', (path, from) => {
    expect(mayImport(path, from)).toBe(true);
  });
});

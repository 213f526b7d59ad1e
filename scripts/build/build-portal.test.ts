import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { StartupError } from '../../functions/shared/core/startup-error.ts';
import config from '../../portal/vite.config.ts';
import { tempDir } from '../../tests/support/temp-dir.ts';
import { buildPortal, ensurePortal } from './build-portal.ts';
import { findVite } from './find-vite.ts';

describe('building the portal', () => {
  let dir: ReturnType<typeof tempDir>;
  let outDir: string;
  let said: string[];
  beforeEach(() => {
    dir = tempDir();
    outDir = join(dir.path, 'hosting', 'portal');
    said = [];
  });
  afterEach(() => dir.remove());

  const ensure = () => ensurePortal({ outDir, say: (text) => said.push(text) });

  /** Every file is there that the page names, and nothing is left beside it. */
  function expectWhole(): void {
    const page = readFileSync(join(outDir, 'index.html'), 'utf8');
    const named = [...page.matchAll(/"\/portal\/([^"]+)"/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((path) => !existsSync(join(outDir, path)))).toEqual([]);
    expect(readdirSync(join(outDir, '..'))).toEqual(['portal']);
  }

  test('several times at once leaves one whole portal', async () => {
    expect(await Promise.all([ensure(), ensure(), buildPortal({ outDir })])).toEqual([
      outDir,
      outDir,
      undefined,
    ]);
    expectWhole();
  });

  test('is done once for the same sources, and says so', async () => {
    await ensure();
    const before = readdirSync(join(outDir, 'assets'));
    await ensure();
    expect(said).toEqual(['Building the portal …\n']);
    expect(readdirSync(join(outDir, 'assets'))).toEqual(before);
  });

  test('takes the place of what was built of other sources, of a build that is not ours, and of a file', async () => {
    mkdirSync(outDir, { recursive: true });
    writeFileSync(join(outDir, 'index.html'), 'of another day');
    writeFileSync(join(outDir, '.stamp'), 'another hash');
    await ensure();
    expectWhole();

    rmSync(join(outDir, '.stamp'));
    await ensure();
    expectWhole();

    rmSync(outDir, { recursive: true });
    writeFileSync(outDir, '');
    await ensure();
    expectWhole();
    expect(said).toHaveLength(3);
  });

  test('says what to do where Vite is not installed', () => {
    const find = () => findVite(join(dir.path, 'elsewhere.js'));
    expect(find).toThrow(StartupError);
    expect(find).toThrow(/Run npm ci without --omit=dev/);
  });

  test('lets nothing of the functions in but types', () => {
    const load = config.plugins?.flatMap((plugin) =>
      plugin && 'load' in plugin && typeof plugin.load === 'function'
        ? [plugin.load as (id: string) => void]
        : [],
    )[0];
    expect(() => load?.('/x/functions/shared/portal/schemas/ats.ts')).toThrow(/Use import type/);
    expect(load?.('/x/portal/src/main.tsx')).toBeUndefined();
    expect(load?.('/x/node_modules/y/functions/z.js')).toBeUndefined();
  });
});

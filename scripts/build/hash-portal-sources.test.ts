import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { tempDir } from '../../tests/support/temp-dir.ts';
import { hashPortalSources } from './hash-portal-sources.ts';

let dir: ReturnType<typeof tempDir>;
beforeEach(() => {
  dir = tempDir();
  write('portal/index.html', 'page');
  write('portal/src/pages/a.tsx', 'a');
  write('functions/shared/portal/schemas/ats.ts', 'ats');
  write('functions/shared/core/limits.ts', 'limits');
  write('package-lock.json', '{}');
});
afterEach(() => dir.remove());

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dir.path, path)), { recursive: true });
  writeFileSync(join(dir.path, path), text);
}
const hash = () => hashPortalSources(dir.path);

test.each<[string, () => void]>([
  ['a page that changes', () => write('portal/src/pages/a.tsx', 'b')],
  ['a page that is new', () => write('portal/src/pages/b.tsx', '')],
  ['a page that is gone', () => rmSync(join(dir.path, 'portal/src/pages/a.tsx'))],
  ['settings of the build', () => write('portal/vite.config.ts', '')],
  ['the shapes of answers', () => write('functions/shared/portal/schemas/ats.ts', '')],
  ['other packages', () => write('package-lock.json', '{ }')],
])('%s makes the portal be built again', (_, change) => {
  const before = hash();
  change();
  expect(hash()).not.toBe(before);
});

test('what the portal is not made of, and the folder that the project lies in, have it built no more', () => {
  const before = hash();
  write('functions/shared/core/limits.ts', 'other limits');
  expect([hash(), hashPortalSources(`${dir.path}/`)]).toEqual([before, before]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { builtPortal } from './support/built-portal.ts';

/** What a first visitor waits for, on a slow line too. */
const MAX_FIRST_LOAD_BYTES = 200_000;

describe('the built portal', () => {
  let folder: string;
  let page: string;
  beforeAll(async () => {
    folder = await builtPortal();
    page = readFileSync(join(folder, 'index.html'), 'utf8');
  });

  const read = (path: string) => readFileSync(join(folder, path));
  const namesOf = (ending: string) =>
    readdirSync(join(folder, 'assets')).filter((name) => name.endsWith(ending));

  test('is shown after at most 200 kB of scripts, compressed', () => {
    const tags = page.match(/<(?:script|link)\b[^>]*>/g) ?? [];
    const loaded = tags
      .filter((tag) => tag.startsWith('<script') || tag.includes('modulepreload'))
      .map((tag) => /(?:src|href)="\/portal\/([^"]+)"/.exec(tag)?.[1] ?? '');
    expect(loaded.filter((path) => path.endsWith('.js'))).toEqual(loaded);
    expect(loaded).not.toEqual([]);
    const sizes = loaded.map((path) => [path, gzipSync(read(path)).length] as const);
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    expect({ sizes, isSmall: total <= MAX_FIRST_LOAD_BYTES }).toEqual({ sizes, isSmall: true });
  });

  test('has no script, style or handler in the page itself', () => {
    expect([...page.matchAll(/<script\b[^>]*>([^<]*)<\/script>/g)].map(([, inside]) => inside)).toEqual(['']);
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|data:/i);
  });

  test('makes no code of text, which its policy forbids', () => {
    for (const name of namesOf('.js')) {
      expect([
        name,
        read(`assets/${name}`)
          .toString()
          .match(/\beval\(|new Function\b/),
      ]).toEqual([name, null]);
    }
  });

  test('is of the React that is for visitors, and names its sources nowhere', () => {
    const scripts = namesOf('.js').map((name) => read(`assets/${name}`).toString());
    expect(
      scripts.filter((script) => /react-dom[\w-]*\.development|jsxDEV|sourceMappingURL/.test(script)),
    ).toEqual([]);
    expect(namesOf('.map')).toEqual([]);
  });

  test('has what licences ask to be kept in a file beside it', () => {
    const licences = read('third-party-licences.md').toString();
    expect(licences).toContain('react-dom');
    expect(licences).toMatch(/MIT/);
  });
});

import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { FUNCTION_NAMES } from './function-names.ts';

test('every folder but the shared one is a function, and each has its entry point', () => {
  const folders = readdirSync('functions', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).filter((name) => name !== 'shared');
  expect(names.toSorted()).toEqual(FUNCTION_NAMES.toSorted());
  for (const name of names) {
    expect(existsSync(`functions/${name}/create-${name}.ts`)).toBe(true);
    expect(existsSync(`functions/${name}/index.ts`)).toBe(true);
  }
});

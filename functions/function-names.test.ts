import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { FUNCTION_NAMES } from './function-names.ts';

/** Served once there is a sign-in that tells who asks. */
const NOT_YET_DEPLOYED = ['sandbox'];

test('every folder but the shared one is a function, and each that is deployed has its entry point', () => {
  const folders = readdirSync('functions', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).filter((name) => name !== 'shared');
  expect(names.toSorted()).toEqual([...FUNCTION_NAMES, ...NOT_YET_DEPLOYED].toSorted());
  for (const name of names) {
    expect(existsSync(`functions/${name}/create-${name}.ts`)).toBe(true);
    expect(existsSync(`functions/${name}/index.ts`)).toBe(!NOT_YET_DEPLOYED.includes(name));
  }
});

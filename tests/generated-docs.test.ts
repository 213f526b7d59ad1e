import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { errorsPage } from '../scripts/docs/errors-page.ts';

test('docs/errors.md is what the code says (npm run docs writes it)', () => {
  expect(readFileSync('docs/errors.md', 'utf8')).toBe(errorsPage());
});

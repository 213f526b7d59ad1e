import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PAGES } from '../scripts/docs/pages.ts';

test.each(Object.entries(PAGES))('%s is what the code says (npm run docs writes it)', (file, page) => {
  expect(readFileSync(file, 'utf8')).toBe(page());
});

import { expect, test } from '@jest/globals';
import { atsIdProblem } from './ats-id-problem.ts';

test.each(['abc', 'a-1', 'x'.repeat(40)])('%p may be an id', (id) => {
  expect(atsIdProblem(id)).toBeUndefined();
});

test.each([
  ['', /3 more/],
  ['ab', /1 more/],
  ['Abc', /Only a-z/],
  ['a_b', /Only/],
  ['x'.repeat(42), /2 fewer/],
])('%p may not, and it is said why', (id, words) => {
  expect(atsIdProblem(id)).toMatch(words);
});

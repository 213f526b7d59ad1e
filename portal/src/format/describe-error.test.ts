import { expect, test } from '@jest/globals';
import { ApiError } from '../api/api-error.ts';
import { describeError } from './describe-error.ts';

test.each([
  [new ApiError(0, 'CarvOS could not be reached'), /^CarvOS could not be reached\. Check your connection/],
  [new ApiError(503, 'Ref 7'), /^Ref 7\. Try again; if it stays so, contact Carv\.$/],
  [new ApiError(404, 'No such ATS'), /^No such ATS\.$/],
  [new ApiError(429, 'Too many.', [], null), /^Too many\. Try again in a minute\.$/],
  [
    new ApiError(429, 'Too many.', [], Date.UTC(2026, 0, 1)),
    /^Too many\. Try again from .*2026.* on\.$|2025/,
  ],
  [new TypeError('x is undefined'), /^Something went wrong on this page/],
])('%p says what to do', (error, words) => {
  expect(describeError(error)).toMatch(words);
});

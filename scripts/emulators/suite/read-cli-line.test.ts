import { expect, test } from '@jest/globals';
import { readCliLine } from './read-cli-line.ts';

test.each([
  ['>  {"severity":"INFO"}', { kind: 'log', text: '{"severity":"INFO"}' }],
  ['│ ✔  All emulators ready! It is now safe to connect your app. │', { kind: 'ready' }],
  ['⚠  functions: something odd', { kind: 'warning', text: '⚠  functions: something odd' }],
  ['Error: An unexpected error has occurred.', { kind: 'warning' }],
  ["⚠  functions: Couldn't find firebase-functions package in your source code.", { kind: 'note' }],
  ['i  functions: Beginning execution of "europe-west1-rest"', { kind: 'note' }],
])('%s', (line, expected) => {
  expect(readCliLine(line)).toMatchObject(expected);
});

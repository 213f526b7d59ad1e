import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scanJson } from './scan-json.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('the scan agrees with the parser about depth, on any JSON and any spacing', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom('', ' ', '\t', '\n'), (text, space) => {
      const value: unknown = JSON.parse(text);
      expect(scanJson(JSON.stringify(value, null, space)).depth).toBe(depthOf(value));
    }),
    { numRuns: 500 },
  );
});

test('the scan agrees with the parser about numbers: exact means that plain parsing loses nothing', () => {
  const number = fc.stringMatching(/^-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,4})?([eE][+-]?[0-9]{1,3})?$/);
  fc.assert(
    fc.property(fc.array(number, { maxLength: 4 }), (numbers) => {
      const text = `{"n":[${numbers.join(',')}]}`;
      expect(scanJson(text).exactNumbers).toBe(JSON.stringify(JSON.parse(text)) === text);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['1', 0, true],
  ['[]', 1, true],
  ['{"a":[{}]}', 3, true],
  ['"[[[{{{"', 0, true],
  ['["\\"[[["]', 1, true],
  ['["\\\\",["\\\\\\"]"]]', 2, true],
  ['"1.0 -0 1e400"', 0, true],
  ['{"1.0":1}', 1, true],
  ['[1,1.0]', 1, false],
  ['[1.0,1]', 1, false],
  ['-0', 0, false],
  ['1E3', 0, false],
  ['0.1', 0, true],
  ['-12.5', 0, true],
  ['9007199254740993', 0, false],
  ['[true,false,null]', 1, true],
])('%s is %i deep, numbers exact: %s', (text, depth, exactNumbers) => {
  expect(scanJson(text)).toEqual({ depth, exactNumbers });
});

test.each(['"never closed [', '"ends in a backslash\\', ']]]]', '-', '1.', '', '\\"[', '"\\u12'])(
  'a text that is not JSON is scanned to its end: %j',
  (text) => {
    expect(() => scanJson(text)).not.toThrow();
  },
);

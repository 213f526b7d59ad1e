import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, contentHash } from './canonical-json.ts';
import type { JsonValue } from './json-value.ts';
import { parseJson } from './parse-json.ts';

function parse(text: string): JsonValue {
  const parsed = parseJson(Buffer.from(text));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

/** The same data written with keys the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member)]));
}

test('key order and white space do not matter, at any depth', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const one = parse(JSON.stringify(value));
      const other = parse(JSON.stringify(reversed(value), null, 2));
      expect(canonicalJson(other)).toBe(canonicalJson(one));
      expect(contentHash(other)).toBe(contentHash(one));
    }),
  );
});

test('canonical text is JSON for the same data', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(canonicalJson(parse(text)))).toEqual(JSON.parse(text));
    }),
  );
});

test.each([
  ['{ "b": 1, "a": { "d": 2, "c": 3 } }', '{"a":{"c":3,"d":2},"b":1}'],
  ['[ 2, 1 ]', '[2,1]'],
  ['{"n": 1.0, "e": 1E3, "big": 12345678901234567890}', '{"big":12345678901234567890,"e":1E3,"n":1.0}'],
  ['{"10":1,"9":2,"é":3,"z":4}', '{"10":1,"9":2,"z":4,"é":3}'],
  ['{"b":1,"__proto__":{"y":1,"x":2}}', '{"__proto__":{"x":2,"y":1},"b":1}'],
  ['"\\u0041\\ud800"', '"A\\ud800"'],
  ['{"a":1,"a":2}', '{"a":2}'],
])('%s becomes %s', (text, canonical) => {
  expect(canonicalJson(parse(text))).toBe(canonical);
});

describe('what differs stays different', () => {
  test.each([
    ['1', '"1"'],
    ['1', '1.0'],
    ['null', '{}'],
    ['{}', '[]'],
    ['{"a":null}', '{}'],
    ['[1,2]', '[2,1]'],
    ['[[1],2]', '[1,[2]]'],
    ['{"a":{"b":1}}', '{"a":1,"b":1}'],
    ['"é"', '"e\\u0301"'],
    ['true', '"true"'],
    ['12345678901234567890', '12345678901234567891'],
  ])('%s and %s', (one, other) => {
    expect(contentHash(parse(one))).not.toBe(contentHash(parse(other)));
  });
});

test('frozen vector: SHA-256 of the canonical text in UTF-8', () => {
  // printf %s '{"a":[1,1.0,"ü"],"b":null}' | sha256sum
  expect(contentHash(parse('{"b": null, "a": [1, 1.0, "\\u00fc"]}'))).toBe(
    'e8c708085ba683b398cc09c00f37a32a191078c76c2fcf08969540e4f9ce6f89',
  );
});

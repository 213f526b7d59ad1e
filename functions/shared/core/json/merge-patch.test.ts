import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeJson } from './encode-json.ts';
import type { JsonObject, JsonValue } from './json-value.ts';
import { mergePatch } from './merge-patch.ts';
import { parseJson } from './parse-json.ts';

function parse(text: string): JsonValue {
  const parsed = parseJson(Buffer.from(text));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
const merged = (target: string, patch: string) =>
  encodeJson(mergePatch(parse(target), parse(patch) as JsonObject)).toString();

/** RFC 7396 appendix A, without the four whose patch is not an object: a body that is none never gets here. */
test.each([
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
])('RFC 7396: %s patched with %s is %s', (target, patch, expected) => {
  expect(merged(target, patch)).toBe(expected);
});

test.each([
  ['{"a":1}', '{"a":1.0}', '{"a":1.0}'],
  ['{"a":12345678901234567890}', '{"b":1}', '{"a":12345678901234567890,"b":1}'],
  ['{"a":{"b":1e400}}', '{"a":{"c":-0}}', '{"a":{"b":1e400,"c":-0}}'],
  ['{"a":1.0}', '{"a":{"b":2.0}}', '{"a":{"b":2.0}}'],
  ['{"a":{"b":1}}', '{"a":3.0}', '{"a":3.0}'],
])('numbers stay as written: %s patched with %s is %s', (target, patch, expected) => {
  expect(merged(target, patch)).toBe(expected);
});

test.each([
  ['{"a":1}', '{"__proto__":{"polluted":true}}', '{"a":1,"__proto__":{"polluted":true}}'],
  ['{"__proto__":{"x":1}}', '{"__proto__":{"y":2}}', '{"__proto__":{"x":1,"y":2}}'],
  ['{"__proto__":{"x":1},"a":1}', '{"__proto__":null}', '{"a":1}'],
  ['{}', '{"a":{"__proto__":{"polluted":true}}}', '{"a":{"__proto__":{"polluted":true}}}'],
  ['{}', '{"constructor":{"prototype":{"polluted":1}}}', '{"constructor":{"prototype":{"polluted":1}}}'],
])('__proto__ is only a key: %s patched with %s is %s', (target, patch, expected) => {
  expect(merged(target, patch)).toBe(expected);
  expect('polluted' in {}).toBe(false);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('a patch on nothing is the patch without its nulls', () => {
  expect(mergePatch(undefined, { a: 1, b: null, c: { d: null } })).toEqual({ a: 1, c: {} });
});

test('neither target nor patch is changed, and patching twice is patching once', () => {
  const objects = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(objects, objects, (target, patch) => {
      const before = JSON.stringify([target, patch]);
      const once = mergePatch(target as JsonObject, patch as JsonObject);
      expect(JSON.stringify([target, patch])).toBe(before);
      expect(mergePatch(once, patch as JsonObject)).toEqual(once);
    }),
  );
});

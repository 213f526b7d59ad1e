import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeJson } from './encode-json.ts';
import { isJsonObject, isRawNumber } from './json-value.ts';
import { MAX_JSON_DEPTH, parseJson } from './parse-json.ts';

/** The text after a trip through the gateway: parsed, then encoded again. */
function roundTrip(text: string): string {
  const parsed = parseJson(Buffer.from(text));
  return parsed.ok ? encodeJson(parsed.value).toString() : parsed.reason;
}
const reasonFor = (bytes: Uint8Array | string) => {
  const parsed = parseJson(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  return parsed.ok ? 'ok' : parsed.reason;
};
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('numbers come back exactly as written', () => {
  const NUMBERS = ['12345678901234567890', '1.0', '1e400', '-1e400', '-0', '-0.0', '0', '1E3', '1e+3', '0.1'];
  const ODD = ['1e-400', '0.1000', '1e21', '1e+21', '9007199254740993', '-12', `1${'0'.repeat(400)}`];
  test.each([...NUMBERS, ...ODD])('%s', (number) => {
    expect(roundTrip(number)).toBe(number);
    expect(roundTrip(`{"a":[${number},{"b":${number}}]}`)).toBe(`{"a":[${number},{"b":${number}}]}`);
  });

  test('any number there is', () => {
    const numbers = fc.stringMatching(/^-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,25})?([eE][+-]?[0-9]{1,4})?$/);
    fc.assert(
      fc.property(numbers, (number) => roundTrip(`[${number}]`) === `[${number}]`),
      { numRuns: 1000 },
    );
  });

  test('one number that needs it does not change its neighbours', () => {
    expect(roundTrip('{"a":1,"b":1.0,"c":"1.0","d":[1.00,1]}')).toBe(
      '{"a":1,"b":1.0,"c":"1.0","d":[1.00,1]}',
    );
  });

  test('a number in a repeated key is that of the last one', () => {
    expect(roundTrip('{"a":1.0,"a":{"b":2.0},"a":3.00}')).toBe('{"a":3.00}');
  });
});

test('any JSON comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' }), (value) => {
      const text = JSON.stringify(value);
      expect(roundTrip(text)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test.each([
  '"Zoë 北京 😀"',
  '"\\u0000\\u001f\\"\\\\"',
  '"\u2028\u2029\u007f"',
  '{"":""}',
  '{"\\ud800":"\\udfff lone"}',
])('the string %s comes back as written', (text) => {
  expect(roundTrip(text)).toBe(text);
});

describe('__proto__ is only a key', () => {
  test.each([
    '{"__proto__":{"polluted":1}}',
    '{"__proto__":{"polluted":1.0},"constructor":{"prototype":1.0}}',
  ])('%s', (text) => {
    const parsed = parseJson(Buffer.from(text));
    if (!parsed.ok || !isJsonObject(parsed.value)) throw new Error('expected an object');
    expect(Object.hasOwn(parsed.value, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(parsed.value)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
    expect(roundTrip(text)).toBe(text);
  });
});

test('`plain` holds doubles for the schema, `value` the numbers as written', () => {
  const parsed = parseJson(Buffer.from('{"score":1.0}'));
  if (!parsed.ok || !isJsonObject(parsed.value)) throw new Error('expected an object');
  expect(parsed.plain).toEqual({ score: 1 });
  expect(isRawNumber(parsed.value.score)).toBe(true);
});

test('`value` is `plain` when nothing would be lost', () => {
  const parsed = parseJson(Buffer.from('{"score":1}'));
  expect(parsed.ok && parsed.value === parsed.plain).toBe(true);
});

describe('depth', () => {
  test.each([
    ['64 deep', nested(64), 'ok'],
    ['65 deep', nested(65), 'too-deep'],
    ['64 objects', `${'{"a":'.repeat(64)}1.0${'}'.repeat(64)}`, 'ok'],
    ['65 objects', `${'{"a":'.repeat(65)}1.0${'}'.repeat(65)}`, 'too-deep'],
    ['100,000 deep', nested(100_000), 'too-deep'],
    ['100,000 deep and never closed', '['.repeat(100_000), 'not-json'],
    ['65 deep and malformed', `${nested(65)}]`, 'not-json'],
    ['brackets inside a string', JSON.stringify('[{'.repeat(1000)), 'ok'],
    ['brackets after an escaped quote', `["\\"${'['.repeat(1000)}"]`, 'ok'],
    ['65 arrays side by side', `[${Array.from({ length: 65 }, () => '[]').join()}]`, 'ok'],
  ])('%s: %#', (_, text, expected) => {
    expect(reasonFor(text)).toBe(expected);
  });

  test('the limit is that of the contract', () => {
    expect(MAX_JSON_DEPTH).toBe(64);
  });
});

describe('what is not JSON in UTF-8', () => {
  test.each([
    ['a byte order mark', '\uFEFF{}', 'byte-order-mark'],
    ['a byte that begins nothing', Buffer.from('22ff22', 'hex'), 'not-utf8'],
    ['Latin-1', Buffer.from('"Zoë"', 'latin1'), 'not-utf8'],
    ['a surrogate in UTF-8', Buffer.from('22eda08022', 'hex'), 'not-utf8'],
    ['an overlong slash', Buffer.from('22c0af22', 'hex'), 'not-utf8'],
    ['a letter cut in half', Buffer.from('22c3', 'hex'), 'not-utf8'],
    ['UTF-16 with its mark', Buffer.from('fffe7b007d00', 'hex'), 'not-utf8'],
    ['nothing', '', 'not-json'],
    ['white space', ' \n', 'not-json'],
    ['a null character', '\0', 'not-json'],
    ['two values', '{} {}', 'not-json'],
    ['a comment', '{} // x', 'not-json'],
    ['NaN', '[NaN]', 'not-json'],
    ['a leading zero', '[01]', 'not-json'],
    ['a leading plus', '[+1]', 'not-json'],
    ['half an exponent', '[1e]', 'not-json'],
    ['single quotes', "{'a':1}", 'not-json'],
    ['a trailing comma', '[1,]', 'not-json'],
    ['a line break in a string', '"a\nb"', 'not-json'],
  ])('%s', (_, bytes, reason) => {
    expect(reasonFor(bytes)).toBe(reason);
  });
});

test('no bytes whatever make parsing throw', () => {
  const tokens = fc.array(
    fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1.0', '-', '\\', '\\u', 'é', ' '),
  );
  const texts = tokens.map((list) => Buffer.from(list.join('')));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), texts), (bytes) => {
      expect(['ok', 'not-utf8', 'byte-order-mark', 'not-json']).toContain(reasonFor(bytes));
    }),
    { numRuns: 1000 },
  );
});

import { describe, expect, test } from '@jest/globals';
import { array, assert, jsonValue, property } from 'fast-check';
import { formatJson } from './format-json.ts';

describe('JSON laid out for reading', () => {
  test('has a line for each member', () => {
    expect(formatJson('{"a":1,"b":[true,null],"c":{}, "d":[ ]}')).toBe(
      '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ],\n  "c": {},\n  "d": []\n}',
    );
  });

  test('keeps numbers as they are written', () => {
    const numbers = ['12345678901234567890', '1.0', '1e400', '-0', '1E+2'];
    expect(formatJson(`[${numbers.join(',')}]`)).toBe(`[\n  ${numbers.join(',\n  ')}\n]`);
  });

  test('touches nothing within a string', () => {
    const text = String.raw`{"a":"x, {\"y\": [1]}\\"}`;
    expect(formatJson(text)).toBe(String.raw`{
  "a": "x, {\"y\": [1]}\\"
}`);
  });

  test('lays out text that was cut as far as it goes', () => {
    expect(formatJson('{"a":{"b":"un')).toBe('{\n  "a": {\n    "b": "un');
    expect(formatJson('{"a":"b\\')).toBe('{\n  "a": "b\\');
  });

  test.each(['', 'OK', '<html>{}</html>', '{not: <json>}', '[1]]'])('gives %p back unaltered', (text) => {
    expect(formatJson(text)).toBe(text);
  });

  test('says the same as before, for any JSON', () => {
    assert(
      property(array(jsonValue()), (value) => {
        expect(JSON.parse(formatJson(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('is the same when it is laid out again', () => {
    assert(
      property(array(jsonValue()), (value) => {
        const once = formatJson(JSON.stringify(value));
        expect(formatJson(once)).toBe(once);
      }),
    );
  });
});

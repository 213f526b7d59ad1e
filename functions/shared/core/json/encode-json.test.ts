import { expect, test } from '@jest/globals';
import { encodeJson } from './encode-json.ts';
import { jsonWithSource } from './json-value.ts';

test('JSON is written as UTF-8, compact, without a byte order mark', () => {
  expect(encodeJson({ name: 'Zoë', ids: [1, null, true] }).toString('hex')).toBe(
    Buffer.from('{"name":"Zo\u00eb","ids":[1,null,true]}', 'utf8').toString('hex'),
  );
});

test('a lone surrogate is written as an escape, so that the bytes are valid UTF-8', () => {
  expect(encodeJson(['\ud83d', '😀']).toString()).toBe('["\\ud83d","😀"]');
});

test('a number kept as written is written so', () => {
  expect(encodeJson({ a: jsonWithSource.rawJSON('1.50') }).toString()).toBe('{"a":1.50}');
});

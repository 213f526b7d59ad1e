import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonValue } from '../json/json-value.ts';
import { parseJson } from '../json/parse-json.ts';
import { parseAiResult } from './ai-result.ts';

function parse(text: string): JsonValue {
  const parsed = parseJson(Buffer.from(text));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

test('a success carries its data, numbers as written', () => {
  const result = parseAiResult(parse('{"status":"success","data":{"score":1.0},"trace":"x"}'));
  expect(JSON.stringify(result)).toBe('{"status":"success","data":{"score":1.0}}');
});

test('an error carries code and message, and nothing else', () => {
  const text = '{"status":"error","error":{"code":"bad_cv","message":"Unreadable","stack":"x"},"data":{}}';
  expect(parseAiResult(parse(text))).toEqual({
    status: 'error',
    error: { code: 'bad_cv', message: 'Unreadable' },
  });
});

test.each([
  'null',
  '[]',
  '"success"',
  '1.0',
  '{}',
  '{"status":"success"}',
  '{"status":"success","data":null}',
  '{"status":"success","data":[]}',
  '{"status":"success","data":1.0}',
  '{"status":"Success","data":{}}',
  '{"status":"pending","data":{}}',
  '{"status":true,"data":{}}',
  '{"data":{}}',
  '{"status":"error"}',
  '{"status":"error","data":{}}',
  '{"status":"error","error":"bad_cv"}',
  '{"status":"error","error":{"code":"bad_cv"}}',
  '{"status":"error","error":{"code":1,"message":"x"}}',
  '{"status":"error","error":{"code":"x","message":null}}',
  '{"__proto__":{"status":"success","data":{}}}',
])('%s is not a result', (text) => {
  expect(parseAiResult(parse(text))).toBeUndefined();
});

test('no JSON makes reading throw', () => {
  fc.assert(fc.property(fc.json(), (text) => void parseAiResult(parse(text))));
});

test('an error as long as a novel is cut, so that it fits beside the record', () => {
  const error = { code: 'c'.repeat(1e6), message: `${'m'.repeat(999)}🙂` };
  expect(parseAiResult({ status: 'error', error })).toEqual({
    status: 'error',
    error: { code: 'c'.repeat(100), message: `${'m'.repeat(999)}\ufffd` },
  });
});

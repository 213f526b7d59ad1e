import { expect, test } from '@jest/globals';
import { decodeStored } from './decode-stored.ts';
import { encodeJson } from './encode-json.ts';

test('what was stored comes back as written; what does not parse is our own fault and says so', () => {
  const text = '{"a":1.0,"__proto__":{"b":12345678901234567890}}';
  expect(encodeJson(decodeStored({ payload: Buffer.from(text) })).toString()).toBe(text);
  expect(() => decodeStored({ payload: Buffer.from('{') })).toThrow(
    'a stored payload does not parse: not-json',
  );
});

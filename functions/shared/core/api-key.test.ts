import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { apiKeyMatches, atsIdOfApiKey, hashApiKey, isAtsId, makeApiKey } from './api-key.ts';

const atsIds = fc.stringMatching(/^[a-z0-9-]{3,40}$/);
const random = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** `demo-ats` and 32 zero bytes; SHA-256 of the key's text: `printf %s carv_… | sha256sum`. */
const FAKE_KEY = 'carv_ZGVtby1hdHM_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const FAKE_KEY_HASH = '228c866468c4da192f8523c096a0ff58f345ee0907b8f5df45ab9a58c6f087b8';

describe('frozen vector', () => {
  test('the key of an ATS and 32 bytes', () => {
    expect(makeApiKey('demo-ats', new Uint8Array(32))).toBe(FAKE_KEY);
  });

  test('its hash', () => {
    expect(hashApiKey(FAKE_KEY)).toBe(FAKE_KEY_HASH);
  });
});

test('a key carries its ATS, for every ats_id and all random bits', () => {
  fc.assert(
    fc.property(atsIds, random, (atsId, bytes) => {
      const key = makeApiKey(atsId, bytes);
      expect(key).toMatch(/^carv_[A-Za-z0-9-]+_[A-Za-z0-9_-]{43}$/);
      expect(atsIdOfApiKey(key)).toBe(atsId);
      expect(Buffer.from(key.slice(-43), 'base64url')).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 500 },
  );
});

test.each(['ab', 'a'.repeat(41), 'Demo', 'demo_ats', 'démo', 'demo\n', '', '../ats'])(
  '"%s" is not an ats_id and gets no key',
  (atsId) => {
    expect(isAtsId(atsId)).toBe(false);
    expect(() => makeApiKey(atsId, new Uint8Array(32))).toThrow('ats_id');
  },
);

test.each([0, 31, 33])('%i random bytes make no key', (length) => {
  expect(() => makeApiKey('demo-ats', new Uint8Array(length))).toThrow('32 random bytes');
});

describe('what is not a key names no ATS', () => {
  const encode = (text: string) => Buffer.from(text, 'latin1').toString('base64url');
  const tail = 'A'.repeat(43);
  test.each([
    ['an empty string', ''],
    ['another prefix', FAKE_KEY.replace('carv_', 'cerv_')],
    ['upper case', FAKE_KEY.toUpperCase()],
    ['a character too few', FAKE_KEY.slice(0, -1)],
    ['a character too many', `${FAKE_KEY}A`],
    ['white space around it', ` ${FAKE_KEY}`],
    ['a line break after it', `${FAKE_KEY}\n`],
    ['an ats_id in upper case', `carv_${encode('DEMO')}_${tail}`],
    ['an ats_id that is a path', `carv_${encode('../x')}_${tail}`],
    ['an ats_id with a line break', `carv_${encode('demo\n')}_${tail}`],
    ['an ats_id with a high byte', `carv_${encode('dem\u00ef')}_${tail}`],
    ['an ats_id too short', `carv_${encode('ab')}xx_${tail}`],
    ['an ats_id too long', `carv_${encode('a'.repeat(41))}_${tail}`],
    ['a second spelling of the same ats_id', `carv_ZGVtby1hdHN_${tail}`],
  ])('%s', (_, key) => {
    expect(atsIdOfApiKey(key)).toBeUndefined();
  });

  test('no string makes parsing throw, and what it names is an ats_id', () => {
    const alike = fc
      .tuple(fc.base64String({ maxLength: 56 }), fc.base64String({ minLength: 44, maxLength: 44 }))
      .map(([head, end]) => `carv_${head}_${end.slice(1)}`.replace(/[+/=]/g, '-'));
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.string({ unit: 'grapheme' }), alike),
        (key) => {
          const atsId = atsIdOfApiKey(key);
          expect(atsId === undefined || isAtsId(atsId)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('apiKeyMatches', () => {
  test('the right key matches its hash', () => {
    expect(apiKeyMatches(FAKE_KEY, FAKE_KEY_HASH)).toBe(true);
  });

  test.each([
    ['another key', `${FAKE_KEY.slice(0, -1)}E`, FAKE_KEY_HASH],
    ['an absent hash', FAKE_KEY, undefined],
    ['an empty hash', FAKE_KEY, ''],
    ['a hash cut short', FAKE_KEY, FAKE_KEY_HASH.slice(0, 62)],
    ['a hash with bytes added', FAKE_KEY, `${FAKE_KEY_HASH}00`],
    ['a hash that is not hex', FAKE_KEY, 'z'.repeat(64)],
    ['the key itself as hash', FAKE_KEY, FAKE_KEY],
    ['the hash itself as key', FAKE_KEY_HASH, FAKE_KEY_HASH],
    ['an empty key', '', FAKE_KEY_HASH],
  ])('%s does not match', (_, key, hash) => {
    expect(apiKeyMatches(key, hash)).toBe(false);
  });
});

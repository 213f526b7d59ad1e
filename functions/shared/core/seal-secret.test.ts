import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  openSecret,
  type SealingKey,
  type SecretBinding,
  sealedKeyVersion,
  sealSecret,
} from './seal-secret.ts';

const fakeKey: SealingKey = { version: '1', key: Uint8Array.from({ length: 32 }, (_, index) => index) };
const nonce = Uint8Array.from({ length: 12 }, (_, index) => 0xa0 + index);
const binding: SecretBinding = { atsId: 'demo-ats', purpose: 'incoming' };

/**
 * Made with Python's `cryptography`, key 00 01 … 1f, nonce a0 a1 … ab:
 * AESGCM(key).encrypt(nonce, 'not-a-secret ✓'.encode(), b'["carvos-secret","s1","1","demo-ats","incoming"]')
 */
const SEALED = 's1.1.oKGio6SlpqeoqaqriHcIACTmcdoBF-KnJ5hcTZ7QyMJEivq_2dSECspTknA';

describe('frozen vector', () => {
  test('seals to exactly these bytes', () => {
    expect(sealSecret('not-a-secret ✓', fakeKey, binding, nonce)).toBe(SEALED);
  });

  test('opens what was sealed elsewhere, so that a release can read what the last one wrote', () => {
    expect(openSecret(SEALED, fakeKey, binding)).toBe('not-a-secret ✓');
    expect(sealedKeyVersion(SEALED)).toBe('1');
  });
});

test('whatever is sealed opens again, under the key version it names', () => {
  const plaintexts = fc.string({ unit: 'grapheme', maxLength: 100 });
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  const versions = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
  fc.assert(
    fc.property(plaintexts, bytes(32), bytes(12), versions, (plaintext, key, anyNonce, version) => {
      const sealed = sealSecret(plaintext, { key, version }, binding, anyNonce);
      expect(sealedKeyVersion(sealed)).toBe(version);
      expect(openSecret(sealed, { key, version }, binding)).toBe(plaintext);
    }),
  );
});

test('a secret sealed for one ATS does not open for another', () => {
  for (const atsId of ['demo-ats2', 'demo', '', 'demo-ats","incoming']) {
    expect(() => openSecret(SEALED, fakeKey, { ...binding, atsId })).toThrow();
  }
});

test('a secret sealed for incoming webhooks does not open for outgoing ones', () => {
  expect(() => openSecret(SEALED, fakeKey, { ...binding, purpose: 'outgoing' })).toThrow();
});

test('a secret does not open with another key of the same version', () => {
  expect(() => openSecret(SEALED, { ...fakeKey, key: new Uint8Array(32) }, binding)).toThrow();
});

test('a secret does not open under another key version, even relabelled', () => {
  const key2 = { ...fakeKey, version: '2' };
  expect(() => openSecret(SEALED, key2, binding)).toThrow('sealed with key version 1, not 2');
  expect(() => openSecret(SEALED.replace('s1.1.', 's1.2.'), key2, binding)).toThrow();
});

test('a single flipped bit, anywhere in the bytes, does not open', () => {
  const bytes = Buffer.from(SEALED.slice(5), 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const altered = Buffer.from(bytes);
    altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit % 8));
    expect(() => openSecret(`s1.1.${altered.toString('base64url')}`, fakeKey, binding)).toThrow();
  }
});

test('a single flipped bit, anywhere in the text, does not open', () => {
  // With 1 and 2 letters the last base64url character has bits to spare, which a lenient reader would ignore.
  for (const plaintext of ['', 'n', 'no', 'not-a-secret']) {
    const text = Buffer.from(sealSecret(plaintext, fakeKey, binding, nonce));
    for (let bit = 0; bit < text.length * 8; bit += 1) {
      const altered = Buffer.from(text);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit % 8));
      expect(() => openSecret(altered.toString('latin1'), fakeKey, binding)).toThrow();
    }
  }
});

describe('what is not a sealed secret says so', () => {
  test.each([
    ['an empty string', ''],
    ['plain text', 'not-a-secret'],
    ['another format', SEALED.replace('s1.', 's2.')],
    ['no key version', SEALED.replace('s1.1.', 's1..')],
    ['a key version that is a path', SEALED.replace('s1.1.', 's1.a/b.')],
    ['no data', 's1.1.'],
    ['a part too many', `${SEALED}.x`],
    ['a nonce and a tag cut short', `s1.1.${Buffer.alloc(27).toString('base64url')}`],
    ['base64 with padding', `${SEALED}=`],
    ['a line break at the end', `${SEALED}\n`],
  ])('%s', (_, sealed) => {
    expect(() => sealedKeyVersion(sealed)).toThrow('not a sealed secret');
    expect(() => openSecret(sealed, fakeKey, binding)).toThrow('not a sealed secret');
  });
});

describe('sealing refuses', () => {
  test('a nonce of another length', () => {
    expect(() => sealSecret('x', fakeKey, binding, new Uint8Array(11))).toThrow(
      'a nonce has 12 bytes, not 11',
    );
  });

  test.each(['', '1.2', 'a/b', 'ü'])('the key version "%s"', (version) => {
    expect(() => sealSecret('x', { ...fakeKey, version }, binding, nonce)).toThrow('a key version is');
  });

  test('a key that is not 32 bytes', () => {
    expect(() => sealSecret('x', { version: '1', key: new Uint8Array(16) }, binding, nonce)).toThrow();
  });
});

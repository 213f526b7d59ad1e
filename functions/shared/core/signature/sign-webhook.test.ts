import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { signWebhook } from './sign-webhook.ts';
import { verifyWebhook } from './verify-webhook.ts';

const timestampSeconds = 1767225600; // 2026-01-01T00:00:00Z

/**
 * Anyone can check these, for the first:
 * printf '%s' '1767225600.{"name":"Zoë Müller","city":"北京"}' | openssl dgst -sha256 -hmac not-a-secret
 */
const VECTORS = [
  {
    title: 'a body with non-ASCII letters, as UTF-8',
    secret: 'not-a-secret',
    body: Buffer.from('{"name":"Zoë Müller","city":"北京"}', 'utf8'),
    mac: '23f3c3cc792e96cdb88fb0dcd66b3b4ed4c92efb08c455f34fb6221a4966c4f1',
  },
  {
    title: 'an empty body',
    secret: 'not-a-secret',
    body: Buffer.alloc(0),
    mac: '1a5bd06d3df064781e0a8f7ee42fc522fc055d87c97047e068c3a8da4cc569ce',
  },
  {
    title: 'bytes that are not text (00 ff fe 80 0a)',
    secret: 'not-a-secret',
    body: Buffer.from('00fffe800a', 'hex'),
    mac: '13a1c39bba0c0c319b79eb7279c4cfbc0fd1e5736a407d2405a0b1767f6966fd',
  },
  {
    title: 'a secret with non-ASCII letters, as UTF-8',
    secret: 'not-a-sécret-✓',
    body: Buffer.from('{}'),
    mac: 'afc4bb9e9ec8716092d5d2094f80de0b65d8c82495a20c69cf06faea77a47093',
  },
];

describe('frozen vectors', () => {
  test.each(VECTORS)('signs $title', ({ secret, body, mac }) => {
    expect(signWebhook({ secrets: [secret], timestampSeconds, body })).toBe(`t=1767225600,v1=${mac}`);
  });

  test.each(VECTORS)('accepts $title', ({ secret, body, mac }) => {
    const header = `t=1767225600,v1=${mac}`;
    expect(verifyWebhook({ header, secrets: [secret], body, nowSeconds: timestampSeconds })).toBe('valid');
  });

  test('with two secrets in force the new one signs first and the old one last', () => {
    const body = Buffer.from('{"name":"Zoë Müller","city":"北京"}', 'utf8');
    const header = signWebhook({ secrets: ['not-a-secret-either', 'not-a-secret'], timestampSeconds, body });
    expect(header).toBe(
      't=1767225600,' +
        'v1=a5494b7cec87a5ba7552e83c32932df23c390536fcbd76e616de7cffa4c66417,' +
        'v1=23f3c3cc792e96cdb88fb0dcd66b3b4ed4c92efb08c455f34fb6221a4966c4f1',
    );
  });
});

test('signing without a secret is a mistake, not an unsigned webhook', () => {
  expect(() => signWebhook({ secrets: [], timestampSeconds, body: Buffer.alloc(0) })).toThrow(
    'at least one secret',
  );
});

const secret = fc.string({ minLength: 1, maxLength: 50 });
const body = fc.uint8Array({ maxLength: 200 });
const time = fc.integer({ min: 0, max: 4_102_444_800 });
const flip = (bytes: Uint8Array, bit: number) => {
  const flipped = Buffer.from(bytes);
  const at = Math.floor(bit / 8) % flipped.length;
  flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8));
  return flipped;
};

describe('signing and verifying agree', () => {
  test('what is signed verifies, with any of the secrets that signed it', () => {
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), body, time, (secrets, bytes, seconds) => {
        const header = signWebhook({ secrets, timestampSeconds: seconds, body: bytes });
        for (const one of secrets) {
          expect(verifyWebhook({ header, secrets: [one], body: bytes, nowSeconds: seconds })).toBe('valid');
        }
      }),
    );
  });

  test('any flipped bit of the body is refused', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat({ max: 1599 }),
        time,
        (bytes, bit, seconds) => {
          const input = { secrets: ['not-a-secret'], body: bytes, timestampSeconds: seconds };
          const altered = { ...input, body: flip(bytes, bit), nowSeconds: seconds };
          expect(verifyWebhook({ ...altered, header: signWebhook(input) })).toBe('mismatch');
        },
      ),
    );
  });

  test('any flipped bit of the secret is refused', () => {
    fc.assert(
      fc.property(secret, fc.nat({ max: 399 }), body, (used, bit, bytes) => {
        // The top bit stays, so that the altered secret is ASCII as well.
        const other = flip(Buffer.from(used), bit % 8 === 7 ? bit - 1 : bit).toString();
        const header = signWebhook({ secrets: [used], timestampSeconds, body: bytes });
        const input = { header, secrets: [other], body: bytes, nowSeconds: timestampSeconds };
        expect(verifyWebhook(input)).toBe('mismatch');
      }),
    );
  });

  test('any flipped bit of the mac is refused', () => {
    fc.assert(
      fc.property(fc.nat({ max: 255 }), body, (bit, bytes) => {
        const input = { secrets: ['not-a-secret'], body: bytes, timestampSeconds };
        const [, mac = ''] = signWebhook(input).split(',v1=');
        const header = `t=${timestampSeconds},v1=${flip(Buffer.from(mac, 'hex'), bit).toString('hex')}`;
        expect(verifyWebhook({ ...input, header, nowSeconds: timestampSeconds })).toBe('mismatch');
      }),
    );
  });

  test('a timestamp changed by a second is refused', () => {
    const input = { secrets: ['not-a-secret'], body: Buffer.from('{}'), timestampSeconds };
    const header = signWebhook(input).replace('t=1767225600', 't=1767225601');
    expect(verifyWebhook({ ...input, header, nowSeconds: timestampSeconds })).toBe('mismatch');
  });
});

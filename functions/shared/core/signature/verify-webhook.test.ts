import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type VerifyWebhookInput, verifyWebhook } from './verify-webhook.ts';

const now = 1767225600;
const MAC = '23f3c3cc792e96cdb88fb0dcd66b3b4ed4c92efb08c455f34fb6221a4966c4f1';
const OTHER_SECRETS_MAC = 'a5494b7cec87a5ba7552e83c32932df23c390536fcbd76e616de7cffa4c66417';
const EMPTY_BODY_MAC = '1a5bd06d3df064781e0a8f7ee42fc522fc055d87c97047e068c3a8da4cc569ce';
const ZEROS = '0'.repeat(64);
const good: VerifyWebhookInput = {
  header: `t=${now},v1=${MAC}`,
  secrets: ['not-a-secret'],
  body: Buffer.from('{"name":"Zoë Müller","city":"北京"}', 'utf8'),
  nowSeconds: now,
};
const verdict = (change: Partial<VerifyWebhookInput>) => verifyWebhook({ ...good, ...change });

describe('what is accepted', () => {
  test.each([
    ['one v1 that matches', `t=${now},v1=${MAC}`],
    ['parts in any order', `v1=${MAC},t=${now}`],
    ['a match after v1 parts that do not match', `t=${now},v1=${ZEROS},v1=${MAC}`],
    ['a match before v1 parts that do not match', `t=${now},v1=${MAC},v1=${ZEROS}`],
    ['a match beside a v1 that is not hex', `t=${now},v1=nonsense,v1=${MAC}`],
    ['upper-case hex', `t=${now},v1=${MAC.toUpperCase()}`],
    ['parts of other names', `v0=abc,t=${now},v1=${MAC},v2=${ZEROS},T=1,extra`],
    ['white space around the parts', ` t=${now} , v1=${MAC} `],
  ])('%s', (_, header) => {
    expect(verdict({ header })).toBe('valid');
  });

  test('either of two secrets in force', () => {
    expect(verdict({ secrets: ['not-a-secret-either', 'not-a-secret'] })).toBe('valid');
    expect(verdict({ secrets: ['not-a-secret', 'not-a-secret-either'] })).toBe('valid');
  });
});

describe('every way a header can be wrong', () => {
  test.each([
    ['an empty header', ''],
    ['a mac alone, without names', MAC],
    ['no t', `v1=${MAC}`],
    ['an empty t', `t=,v1=${MAC}`],
    ['two t', `t=${now},t=${now},v1=${MAC}`],
    ['two headers, joined with a comma', `t=${now},v1=${MAC}, t=${now},v1=${MAC}`],
    ['a t with a sign', `t=+${now},v1=${MAC}`],
    ['a negative t', `t=-${now},v1=${MAC}`],
    ['a t with a fraction', `t=${now}.0,v1=${MAC}`],
    ['a t with an exponent', `t=1.7672256e9,v1=${MAC}`],
    ['a t in hex', `t=0x69559980,v1=${MAC}`],
    ['a t in digits that are not ASCII', `t=١٧٦٧٢٢٥٦٠٠,v1=${MAC}`],
    ['a t with a space inside', `t=17672 25600,v1=${MAC}`],
    ['a t of absurd length', `t=${'9'.repeat(400)},v1=${MAC}`],
    ['no v1', `t=${now}`],
    ['a mac under another name only', `t=${now},v0=${MAC}`],
    ['v1 in upper case', `t=${now},V1=${MAC}`],
  ])('%s is malformed', (_, header) => {
    expect(verdict({ header })).toBe('malformed');
  });

  test.each([
    ['an empty v1', ''],
    ['a v1 that is not hex', 'z'.repeat(64)],
    ['a v1 cut short', MAC.slice(0, 62)],
    ['a v1 with bytes added', `${MAC}00`],
    ['a v1 in base64', Buffer.from(MAC, 'hex').toString('base64')],
    ['a v1 of zeros', ZEROS],
    ["another secret's mac", OTHER_SECRETS_MAC],
    ["another body's mac", EMPTY_BODY_MAC],
    ['a wrong mac that begins right', `${MAC.slice(0, 63)}0`],
  ])('%s does not match', (_, mac) => {
    expect(verdict({ header: `t=${now},v1=${mac}` })).toBe('mismatch');
  });

  test('nothing matches when no secret is in force', () => {
    expect(verdict({ secrets: [] })).toBe('mismatch');
  });

  test('a signature of one timestamp does not carry over to another', () => {
    expect(verdict({ header: `t=${now + 1},v1=${MAC}` })).toBe('mismatch');
  });
});

test.each([
  ['exactly 300 s old', now + 300, 'valid'],
  ['301 s old', now + 301, 'outside-tolerance'],
  ['exactly 300 s ahead', now - 300, 'valid'],
  ['301 s ahead', now - 301, 'outside-tolerance'],
])('a signature %s', (_, nowSeconds, expected) => {
  expect(verdict({ nowSeconds })).toBe(expected);
});

test('that a timestamp is too old is told only of a signature that matches', () => {
  expect(verdict({ header: `t=${now},v1=${ZEROS}`, nowSeconds: now + 301 })).toBe('mismatch');
});

test('no header whatever passes or throws', () => {
  const parts = fc.constantFrom('t', 'v1', '=', ',', ' ', '1767225600', ZEROS, OTHER_SECRETS_MAC, 'é', '\0');
  const headers = fc.oneof(
    fc.string({ unit: 'binary-ascii' }),
    fc.string({ unit: 'grapheme' }),
    fc.array(parts).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(headers, (header) => {
      expect(['malformed', 'mismatch']).toContain(verdict({ header }));
    }),
    { numRuns: 1000 },
  );
});

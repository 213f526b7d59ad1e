import { expect, test } from '@jest/globals';
import { parseSignatureHeader, SIGNATURE_HEADER, SIGNATURE_TOLERANCE_SECONDS } from './signature-header.ts';

test('the header and its tolerance are those of the contract', () => {
  expect(SIGNATURE_HEADER).toBe('X-Webhook-Signature'.toLowerCase());
  expect(SIGNATURE_TOLERANCE_SECONDS).toBe(300);
});

test('a header gives its timestamp as written and every v1 in order', () => {
  expect(parseSignatureHeader('t=0042,v1=aa,v0=zz,v1=bb=cc,v1=')).toEqual({
    timestamp: '0042',
    signatures: ['aa', 'bb=cc', ''],
  });
});

test('a header without v1 parses: what it lacks is the verifier to say', () => {
  expect(parseSignatureHeader('t=1')).toEqual({ timestamp: '1', signatures: [] });
});

test('a header needs exactly one t of plain digits', () => {
  for (const header of [
    'v1=aa',
    't=1,t=1,v1=aa',
    't=1,t=,v1=aa',
    't=1e3,v1=aa',
    `t=${'1'.repeat(16)},v1=aa`,
  ]) {
    expect(parseSignatureHeader(header)).toBeUndefined();
  }
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventIdReceipt, idempotencyKeyReceipt } from './receipt.ts';

test('frozen vectors: repeats find the receipts of earlier releases', () => {
  // printf %s '["event_id","evt-1"]' | sha256sum
  expect(eventIdReceipt('evt-1')).toBe('55c4037cc39cdc05e7cf078f095b89d96016ada031ea0dc21aae3baee52214ca');
  // printf %s '["idempotency-key","POST","/v1/candidates","key-1"]' | sha256sum
  expect(idempotencyKeyReceipt('key-1', 'POST', '/v1/candidates')).toBe(
    '6e6cfc8978035bb8a1b425d6cad66633db39380bcec3ea49b549d886bdceacfa',
  );
});

test('any string makes a document id', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (id) => {
      expect(eventIdReceipt(id)).toMatch(/^[0-9a-f]{64}$/);
    }),
  );
});

test('a key counts for its own method and path only', () => {
  const receipts = [
    idempotencyKeyReceipt('k', 'POST', '/v1/candidates'),
    idempotencyKeyReceipt('k', 'PATCH', '/v1/candidates'),
    idempotencyKeyReceipt('k', 'POST', '/v1/vacancies'),
    idempotencyKeyReceipt('k2', 'POST', '/v1/candidates'),
    idempotencyKeyReceipt('s/k', 'POST', '/v1/candidate'),
    eventIdReceipt('k'),
  ];
  expect(new Set(receipts).size).toBe(receipts.length);
});

test('parts that run into each other do not make one receipt of two', () => {
  expect(idempotencyKeyReceipt('c', 'a', 'b')).not.toBe(idempotencyKeyReceipt('bc', 'a', ''));
  expect(idempotencyKeyReceipt('"', 'a', 'b')).not.toBe(idempotencyKeyReceipt('', 'a', 'b","'));
});

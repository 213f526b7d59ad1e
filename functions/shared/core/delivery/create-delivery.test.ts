import { expect, test } from '@jest/globals';
import { createDelivery } from './create-delivery.ts';

test('a new delivery is due at once, has used no rung, and is swept if its task is lost', () => {
  const now = Date.UTC(2026, 0, 1);
  const input = {
    deliveryId: 'evt_1',
    atsId: 'demo-ats',
    clientId: 'client-1',
    referenceId: 'r-1',
    event: 'candidate.created',
    payload: Buffer.from('{}'),
  };
  expect(createDelivery(input, now)).toEqual({
    ...input,
    state: 'pending',
    ladder: 0,
    n: 0,
    dueAt: now,
    claimId: null,
    leaseUntil: null,
    sweepAt: now + 120_000,
    sweeps: 0,
    shard: 5,
    postponements: 0,
    attempts: [],
    createdAt: now,
    settledAt: null,
  });
});

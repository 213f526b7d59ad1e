import { expect, test } from '@jest/globals';
import { createDelivery } from './create-delivery.ts';
import type { Delivery } from './delivery.ts';
import { MAX_RESENDS, planResend } from './plan-resend.ts';

const at = Date.UTC(2026, 0, 1);
const created = createDelivery(
  {
    deliveryId: 'evt_1',
    atsId: 'demo',
    clientId: 'c',
    referenceId: 'r',
    event: 'candidate.created',
    payload: Buffer.from('{}'),
  },
  at,
);
const { sweepAt: _, ...unswept } = created;
const exhausted: Delivery = { ...unswept, state: 'exhausted', n: 5, settledAt: at + 1, expireAt: at + 2 };

test.each(['exhausted', 'delivered'] as const)(
  'what is %s gets a ladder of its own, from the first rung',
  (state) => {
    const dueAt = at + 1000;
    expect(planResend({ ...exhausted, state }, dueAt)).toEqual({
      set: {
        state: 'pending',
        ladder: 1,
        n: 0,
        dueAt,
        claimId: null,
        leaseUntil: null,
        sweepAt: dueAt + 120_000,
        sweeps: 0,
        postponements: 0,
        settledAt: null,
      },
      remove: ['expireAt'],
      nextDueAt: dueAt,
    });
  },
);

test.each<[string, Partial<Delivery>]>([
  ['still being sent', { state: 'pending' }],
  ['cancelled', { state: 'cancelled' }],
  ['from the sandbox', { test: true }],
  [`${MAX_RESENDS} times at the most`, { ladder: MAX_RESENDS }],
])('what is not to be sent again says why: %s', (words, fields) => {
  expect(planResend({ ...exhausted, ...fields }, at)).toEqual({ refusal: expect.stringContaining(words) });
});

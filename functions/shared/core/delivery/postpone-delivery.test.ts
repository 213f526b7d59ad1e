import { expect, test } from '@jest/globals';
import { createDelivery } from './create-delivery.ts';
import { postponeDelivery } from './postpone-delivery.ts';

const MINUTE = 60_000;
const now = Date.UTC(2026, 0, 1);
const ids = { deliveryId: 'evt_1', atsId: 'demo-ats', clientId: 'client-1', referenceId: 'r-1' };
const delivery = createDelivery({ ...ids, event: 'candidate.created', payload: Buffer.from('{}') }, now);

test.each([
  [0, 1],
  [1, 2],
  [2, 4],
  [3, 8],
  [4, 10],
  [5, 10],
  [100_000, 10],
])('put off %i times before, it is looked at again in %i min', (postponements, minutes) => {
  const change = postponeDelivery({ ...delivery, postponements }, now, 0);
  expect(change.nextDueAt).toBe(now + minutes * MINUTE);
  expect(change.set).toMatchObject({ dueAt: change.nextDueAt, postponements: postponements + 1 });
});

test('a postponement uses up no rung, records no attempt and stays swept', () => {
  const { set, remove } = postponeDelivery({ ...delivery, n: 3, sweeps: 4 }, now, 0);
  expect(set).toEqual({
    dueAt: now + MINUTE,
    claimId: null,
    leaseUntil: null,
    sweepAt: now + 3 * MINUTE,
    sweeps: 0,
    postponements: 1,
  });
  expect(remove).toEqual([]);
});

test('up to 10 % is added, never taken off: what was put off together does not come back together', () => {
  expect(postponeDelivery(delivery, now, 0.5).nextDueAt).toBe(now + 1.05 * MINUTE);
  expect(postponeDelivery(delivery, now, 0.999).nextDueAt).toBeLessThan(now + 1.1 * MINUTE);
});

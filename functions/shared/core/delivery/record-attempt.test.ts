import { describe, expect, test } from '@jest/globals';
import { RETRY_LADDER } from '../retry-ladder.ts';
import { createDelivery } from './create-delivery.ts';
import type { Attempt, Delivery } from './delivery.ts';
import { recordAttempt } from './record-attempt.ts';

const MINUTE = 60_000;
const now = Date.UTC(2026, 0, 1);
const ids = { deliveryId: 'evt_1', atsId: 'demo-ats', clientId: 'client-1', referenceId: 'r-1' };
const fresh = createDelivery({ ...ids, event: 'candidate.created', payload: Buffer.from('{}') }, now);
const succeeded: Omit<Attempt, 'ladder' | 'number'> = {
  claimId: 'claim-1',
  at: now - 5000,
  durationMs: 5000,
  outcome: 'success',
  statusCode: 204,
  reason: null,
};
const failed = { ...succeeded, outcome: 'failure', statusCode: 500, reason: 'x' } as const;
const unanswered = { ...succeeded, outcome: 'error', statusCode: null, reason: 'x' } as const;
const record = (delivery: Delivery, attempt: typeof succeeded, random = 0) =>
  recordAttempt(delivery, { attempt, now, retryLadder: RETRY_LADDER, random });

test.each([0, 1, 2, 3, 4])('a success after %i attempts delivers', (n) => {
  const { set, remove, nextDueAt } = record({ ...fresh, n }, succeeded);
  expect(set).toMatchObject({
    state: 'delivered',
    n: n + 1,
    settledAt: now,
    claimId: null,
    leaseUntil: null,
  });
  expect(set.expireAt).toBe(now + 7 * 1440 * MINUTE);
  expect(remove).toEqual(['sweepAt']);
  expect(set).not.toHaveProperty('sweepAt');
  expect(nextDueAt).toBeNull();
});

describe.each([
  ['another answer', failed],
  ['no answer', unanswered],
])('%s', (_, attempt) => {
  test.each([
    [0, 1],
    [1, 5],
    [2, 30],
    [3, 120],
  ])('after %i attempts waits %i min, counted from when it was written down', (n, minutes) => {
    const { set, remove, nextDueAt } = record({ ...fresh, n, claimId: 'claim-1' }, attempt);
    expect(nextDueAt).toBe(now + minutes * MINUTE);
    expect(set).toMatchObject({ n: n + 1, dueAt: nextDueAt, claimId: null, leaseUntil: null, sweeps: 0 });
    expect(set.sweepAt).toBe(now + (minutes + 2) * MINUTE);
    expect(set).not.toHaveProperty('state');
    expect(remove).toEqual([]);
  });

  test('after 4 attempts exhausts', () => {
    const { set, remove, nextDueAt } = record({ ...fresh, n: 4 }, attempt);
    expect(set).toMatchObject({
      state: 'exhausted',
      n: 5,
      settledAt: now,
      expireAt: now + 7 * 1440 * MINUTE,
    });
    expect(remove).toEqual(['sweepAt']);
    expect(nextDueAt).toBeNull();
  });
});

test('the attempt is added to those before, with its ladder and its number on it', () => {
  const earlier: Attempt = { ...failed, ladder: 0, number: 5 };
  const { set } = record({ ...fresh, ladder: 1, n: 2, attempts: [earlier] }, unanswered);
  expect(set.attempts).toEqual([earlier, { ...unanswered, ladder: 1, number: 3 }]);
});

test('an attempt ends a row of postponements', () => {
  expect(record({ ...fresh, postponements: 7 }, failed).set.postponements).toBe(0);
});

test('jitter is added to the rung', () => {
  expect(record(fresh, failed, 0.5).nextDueAt).toBe(now + 63_000);
});

test('the delivery as read is not changed', () => {
  const before = structuredClone(fresh);
  record(fresh, failed);
  expect(fresh).toEqual({ ...before, payload: fresh.payload });
});

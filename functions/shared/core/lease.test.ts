import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { claimFields, LEASE_MS, leaseHasTime, readiness, sweepFields, waitFields } from './lease.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const now = Date.UTC(2026, 0, 1);
const waiting = { n: 0, shard: 0, ...waitFields(now) };

describe('readiness', () => {
  test.each([
    ['a millisecond early', { dueAt: now + 1 }, 'early'],
    ['just due', { dueAt: now }, 'ready'],
    ['long overdue', { dueAt: now - 60 * MINUTE }, 'ready'],
    ['held by another', { claimId: 'c', leaseUntil: now + 1 }, 'leased'],
    ['held by another until just now', { claimId: 'c', leaseUntil: now }, 'ready'],
    ['early and held', { dueAt: now + 1, claimId: 'c', leaseUntil: now + 1 }, 'early'],
  ])('%s', (_, change, expected) => {
    expect(readiness({ ...waiting, ...change }, now)).toBe(expected);
  });
});

test('a claim lasts 60 s and keeps the sweep away until well past that', () => {
  const claimed = claimFields('claim-1', now);
  expect(claimed).toEqual({ claimId: 'claim-1', leaseUntil: now + 60 * SECOND, sweepAt: now + 3 * MINUTE });
});

test('nobody else may start during a lease, and somebody may from its end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 * LEASE_MS }), (passed) => {
      const held = { ...waiting, ...claimFields('claim-1', now) };
      expect(readiness(held, now + passed)).toBe(passed < LEASE_MS ? 'leased' : 'ready');
    }),
  );
});

test.each([
  [60 * SECOND, true],
  [10 * SECOND, true],
  [10 * SECOND - 1, false],
  [0, false],
  [-SECOND, false],
])('with %i ms of lease left, work may begin: %s', (left, expected) => {
  expect(leaseHasTime(now + left, now)).toBe(expected);
});

test('waiting gives up the claim, starts the count of sweeps anew and is swept 2 min after it was due', () => {
  expect(waitFields(now)).toEqual({
    dueAt: now,
    claimId: null,
    leaseUntil: null,
    sweepAt: now + 2 * MINUTE,
    sweeps: 0,
  });
});

test.each([
  [0, 2],
  [1, 4],
  [2, 8],
  [3, 16],
  [4, 32],
  [5, 60],
  [6, 60],
  [5000, 60],
])('swept %i times before, it is looked at again in %i min', (sweeps, minutes) => {
  expect(sweepFields({ sweeps }, 's', now)).toEqual({
    sweepAt: now + minutes * MINUTE,
    sweeps: sweeps + 1,
    sweepId: 's',
  });
});

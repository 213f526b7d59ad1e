import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { QUEUES } from './queues.ts';
import { RETRY_LADDER, rungDelayMs, rungQueue, withJitter } from './retry-ladder.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test.each([
  [0, 0, 'deliver'],
  [1, 1 * MINUTE, 'deliver-1m'],
  [2, 5 * MINUTE, 'deliver-5m'],
  [3, 30 * MINUTE, 'deliver-30m'],
  [4, 120 * MINUTE, 'deliver-2h'],
])('after %i attempts the next waits %i ms, on the queue %s', (attemptsDone, wait, queue) => {
  expect(rungDelayMs(RETRY_LADDER, attemptsDone, 0)).toBe(wait);
  expect(rungQueue(attemptsDone)).toBe(queue);
  expect(Object.keys(QUEUES)).toContain(queue);
});

test('there is no sixth attempt', () => {
  expect(RETRY_LADDER).toHaveLength(5);
  expect(() => rungQueue(5)).toThrow('no rung after 5 attempts');
  expect(() => rungDelayMs(RETRY_LADDER, 5, 0)).toThrow('no rung after 5 attempts');
  expect(() => rungQueue(-1)).toThrow(RangeError);
});

test('jitter never makes a rung shorter, and at most 10 % longer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), random, (attemptsDone, chance) => {
      const rung = RETRY_LADDER[attemptsDone] ?? 0;
      const delay = rungDelayMs(RETRY_LADDER, attemptsDone, chance);
      expect(delay).toBeGreaterThanOrEqual(rung);
      expect(delay).toBeLessThanOrEqual(rung * 1.1);
      expect(Number.isInteger(delay)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('jitter spreads over the whole 10 %, so that what failed together does not come back together', () => {
  expect(withJitter(MINUTE, 0)).toBe(MINUTE);
  expect(withJitter(MINUTE, 0.5)).toBe(63 * SECOND);
  expect(withJitter(MINUTE, 1 - Number.EPSILON)).toBe(66 * SECOND - 1);
});

test('a short ladder for development is followed just so', () => {
  expect([0, 1, 2, 3, 4].map((done) => rungDelayMs([0, 10, 20, 30, 40], done, 0))).toEqual([
    0, 10, 20, 30, 40,
  ]);
});

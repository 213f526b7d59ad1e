import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aiBackoffMs } from './ai-backoff.ts';

test.each([
  [0, 5],
  [1, 5],
  [2, 10],
  [3, 20],
  [4, 40],
  [5, 80],
  [6, 160],
  [7, 320],
  [8, 600],
  [9, 600],
  [100_000, 600],
])('after %i failures the wait is %i s', (failures, seconds) => {
  expect(aiBackoffMs(failures, 0)).toBe(seconds * 1000);
});

test('jitter adds up to 10 % and takes nothing', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat({ max: 1000 }), random, (failures, chance) => {
      const wait = aiBackoffMs(failures, chance);
      expect(wait).toBeGreaterThanOrEqual(aiBackoffMs(failures, 0));
      expect(wait).toBeLessThanOrEqual(aiBackoffMs(failures, 0) * 1.1);
    }),
  );
  expect(aiBackoffMs(1, 0.5)).toBe(5250);
});

import { describe, expect, test } from '@jest/globals';
import { createQueueThrottle } from './queue-throttle.ts';

describe('the throttle of a queue', () => {
  test.each([200, 400, 500, 502, 504, undefined])('does nothing on %s', (status) => {
    const throttle = createQueueThrottle();

    throttle.note(status, 0);

    expect(throttle.factor(0)).toBe(1);
  });

  test.each([429, 503])('halves the rate on %i, once a second at most, down to a floor', (status) => {
    const throttle = createQueueThrottle();
    const factors: number[] = [];

    for (let now = 0; now < 10_000; now += 500) {
      throttle.note(status, now);
      factors.push(throttle.factor(now));
    }

    expect(factors.slice(0, 5)).toEqual([1 / 2, 1 / 2, 1 / 4, 1 / 4, 1 / 8]);
    expect(factors.at(-1)).toBe(1 / 64);
  });

  test('doubles the rate for every ten seconds without such an answer, up to the full one', () => {
    const throttle = createQueueThrottle();
    for (const now of [0, 1000, 2000]) throttle.note(503, now);

    const factors = [2000, 11_999, 12_000, 22_000, 32_000, 3_600_000].map((now) => throttle.factor(now));

    expect(factors).toEqual([1 / 8, 1 / 8, 1 / 4, 1 / 2, 1, 1]);
  });

  test('goes on from where it had recovered to', () => {
    const throttle = createQueueThrottle();
    for (const now of [0, 1000, 2000]) throttle.note(503, now);

    throttle.note(503, 22_000);

    expect(throttle.factor(22_000)).toBe(1 / 4);
  });
});

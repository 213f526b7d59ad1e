import { describe, expect, test } from '@jest/globals';
import { percentile } from './percentile.ts';

/** 1 to `count`, in no order. */
const upTo = (count: number) =>
  Array.from({ length: count }, (_, n) => n + 1).toSorted((a, b) => Math.sin(a) - Math.sin(b));

describe('a percentile by the nearest rank', () => {
  test.each([
    [[15, 20, 35, 40, 50], 5, 15],
    [[15, 20, 35, 40, 50], 30, 20],
    [[15, 20, 35, 40, 50], 40, 20],
    [[15, 20, 35, 40, 50], 50, 35],
    [[15, 20, 35, 40, 50], 100, 50],
    [[3, 1], 50, 1],
    [[3, 1, 2], 50, 2],
    [[7], 95, 7],
    [upTo(100), 95, 95],
    [upTo(100), 7, 7],
    [upTo(20), 95, 19],
    [upTo(21), 95, 20],
    [[10, 9, 100], 50, 10],
    [[5, 5, 5, 5], 95, 5],
  ])('of %j the one of %d is %d', (values, percent, expected) => {
    expect(percentile(values, percent)).toBe(expected);
  });

  test('is one of the values, and so many do not exceed it', () => {
    for (let count = 1; count <= 60; count += 1) {
      const values = upTo(count);
      for (const percent of [1, 25, 50, 75, 95, 99, 100]) {
        const found = percentile(values, percent) as number;
        const share = (limit: number) => (100 * values.filter((value) => value <= limit).length) / count;
        expect(values).toContain(found);
        expect(share(found)).toBeGreaterThanOrEqual(percent);
        expect(share(found - 1)).toBeLessThan(percent);
      }
    }
  });

  test('of nothing is null, and what it is taken of stays as it was', () => {
    expect(percentile([], 50)).toBeNull();
    const values = [3, 1, 2];
    percentile(values, 50);
    expect(values).toEqual([3, 1, 2]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

const RATE = 10;

describe('a token bucket of 5', () => {
  function takeAll(bucket: TokenBucket, now: number): number {
    let taken = 0;
    while (bucket.take(now, RATE)) taken += 1;
    return taken;
  }

  test('gives out what it holds, then one in 100 ms, and saves up no more than it holds', () => {
    const bucket = createTokenBucket(5, 0);

    expect([0, 99, 100, 200, 60_000].map((now) => takeAll(bucket, now))).toEqual([5, 0, 1, 1, 5]);
  });

  test('tells how long it is until the next token', () => {
    const bucket = createTokenBucket(5, 0);
    expect(bucket.waitMs(0, RATE)).toBe(0);
    takeAll(bucket, 0);

    expect(bucket.waitMs(0, RATE)).toBe(100);
    expect(bucket.waitMs(30, RATE)).toBe(70);
    expect(bucket.waitMs(100, RATE)).toBe(0);
    expect([100, 150, 10_000].map((now) => bucket.left(now, RATE))).toEqual([1, 1.5, 5]);
  });

  test('has a token once the wait it told is over, at every rate', () => {
    for (let rate = 1; rate <= 500; rate += 1) {
      const bucket = createTokenBucket(1, 0);
      bucket.take(0, rate);
      let now = 0;
      for (let look = 0; look < 2; look += 1) now += bucket.waitMs(now, rate);

      expect(bucket.take(now, rate)).toBe(true);
      expect(now).toBe(Math.ceil(1000 / rate));
    }
  });

  test('neither gains nor stops when the clock is set back', () => {
    const bucket = createTokenBucket(5, 10_000);
    takeAll(bucket, 10_000);

    expect(takeAll(bucket, 5000)).toBe(0);
    expect(takeAll(bucket, 5100)).toBe(1);
  });
});

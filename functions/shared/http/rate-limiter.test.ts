import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TestClock } from '../../../tests/support/test-clock.ts';
import { GatewayError } from '../core/errors.ts';
import { createRateLimiter } from './rate-limiter.ts';

const limited = (take: () => unknown): GatewayError | undefined => {
  try {
    take();
    return undefined;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
};

describe('the rate of an ATS', () => {
  test('a burst is taken at once, then one request in each part of a second; the headers tell so', () => {
    const clock = new TestClock();
    const limit = createRateLimiter({ clock, rateLimit: { perSecond: 2, burst: 3 } });
    const policy = { 'ratelimit-policy': '"ats";q=3;w=2' };
    expect(limit('acme')).toEqual({ ...policy, ratelimit: '"ats";r=2;t=1' });
    expect(limit('acme')).toEqual({ ...policy, ratelimit: '"ats";r=1;t=1' });
    expect(limit('acme')).toEqual({ ...policy, ratelimit: '"ats";r=0;t=2' });
    const refused = limited(() => limit('acme'));
    expect(refused).toMatchObject({
      status: 429,
      headers: { ...policy, ratelimit: '"ats";r=0;t=2', 'retry-after': '1' },
    });
    clock.advance(500);
    expect(limit('acme')).toMatchObject({ ratelimit: '"ats";r=0;t=2' });
  });

  test('after Retry-After a request is taken again, also where one takes many seconds', () => {
    const clock = new TestClock();
    const limit = createRateLimiter({ clock, rateLimit: { perSecond: 1 / 30, burst: 1 } });
    limit('acme');
    clock.advance(10_500);
    const retryAfter = Number(limited(() => limit('acme'))?.headers['retry-after']);
    expect(retryAfter).toBe(20);
    clock.advance(retryAfter * 1000);
    expect(limited(() => limit('acme'))).toBeUndefined();
  });

  test('no ATS uses up the rate of another, however many there are', () => {
    const clock = new TestClock();
    const limit = createRateLimiter({ clock, rateLimit: { perSecond: 1, burst: 1 } });
    for (let n = 0; n < 3000; n += 1) {
      expect(limited(() => limit(`ats-${n}`))).toBeUndefined();
      expect(limited(() => limit(`ats-${n}`))?.status).toBe(429);
      clock.advance(1);
    }
  });

  test('in no stretch of time is more taken than the burst and what the rate gives in it', () => {
    const waits = fc.array(fc.nat(700), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(
        waits,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (pauses, perSecond, burst) => {
          const clock = new TestClock();
          const limit = createRateLimiter({ clock, rateLimit: { perSecond, burst } });
          const taken: number[] = [];
          for (const pause of pauses) {
            clock.advance(pause);
            if (limited(() => limit('acme')) === undefined) taken.push(clock.now());
          }
          for (const [first, from] of taken.entries()) {
            for (const [offset, to] of taken.slice(first).entries()) {
              expect(offset + 1).toBeLessThanOrEqual(burst + ((to - from) / 1000) * perSecond + 1e-6);
            }
          }
        },
      ),
    );
  });
});

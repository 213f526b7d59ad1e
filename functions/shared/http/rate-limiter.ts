import { GatewayError } from '../core/errors.ts';
import type { RateLimit } from '../core/rate-limit.ts';
import { createTokenBucket, type TokenBucket } from '../core/token-bucket.ts';
import type { Clock } from '../ports/clock.ts';

export interface RateLimiterDeps {
  clock: Clock;
  rateLimit: RateLimit;
}

/** Takes one request of an ATS from its rate. Returns the headers that tell how things stand; throws a 429 that carries them too. */
export type RateLimiter = (atsId: string) => Record<string, string>;

/** Beyond so many, buckets that are full again are let go: they are as good as new ones. */
const MAX_BUCKETS = 1000;

/**
 * Makes a limiter of one function's instance: one token bucket an ATS. It is asked only for those that have proved who they are, so
 * that nobody can have buckets made, or use up another's rate.
 *
 * The headers are those of draft-ietf-httpapi-ratelimit-headers-10: of the policy `q` is how many requests may come at once and `w` in how
 * many seconds that many come back; `r` is how many are left and `t` in how many seconds all are there again.
 */
export function createRateLimiter({ clock, rateLimit }: RateLimiterDeps): RateLimiter {
  const { perSecond, burst } = rateLimit;
  const policy = `"ats";q=${burst};w=${Math.ceil(burst / perSecond)}`;
  const buckets = new Map<string, TokenBucket>();

  function bucketOf(atsId: string, now: number): TokenBucket {
    const known = buckets.get(atsId);
    if (known) return known;
    if (buckets.size >= MAX_BUCKETS) {
      for (const [id, bucket] of buckets) if (bucket.left(now, perSecond) >= burst) buckets.delete(id);
    }
    const bucket = createTokenBucket(burst, now);
    buckets.set(atsId, bucket);
    return bucket;
  }

  return (atsId) => {
    const now = clock.now();
    const bucket = bucketOf(atsId, now);
    const taken = bucket.take(now, perSecond);
    const left = bucket.left(now, perSecond);
    const seconds = Math.ceil((burst - left) / perSecond);
    const headers = { ratelimit: `"ats";r=${Math.floor(left)};t=${seconds}`, 'ratelimit-policy': policy };
    if (taken) return headers;
    const retryAfter = Math.max(1, Math.ceil(bucket.waitMs(now, perSecond) / 1000));
    throw new GatewayError('rate_limited', { headers: { ...headers, 'retry-after': String(retryAfter) } });
  };
}

import { GatewayError } from '../core/errors.ts';
import type { RateLimit } from '../core/rate-limit.ts';
import { createTokenBucket, type TokenBucket } from '../core/token-bucket.ts';
import type { Clock } from '../ports/clock.ts';

export interface RateLimiterDeps {
  clock: Clock;
  rateLimit: RateLimit;
  /** What the policy is called in the headers: whose rate it is. */
  policyName?: string;
}

/** Takes one request of an ATS, or of whoever else it is for, from its rate. Returns the headers that tell how things stand; throws a 429 that carries them too. */
export type RateLimiter = (id: string) => Record<string, string>;

/** Beyond so many, buckets that are full again are let go: they are as good as new ones. */
const MAX_BUCKETS = 1000;

/**
 * Makes a limiter of one function's instance: one token bucket an ATS. It is asked only for those that have proved who they are, so
 * that nobody can have buckets made, or use up another's rate; of the others, for what nobody can make up.
 *
 * The headers are those of draft-ietf-httpapi-ratelimit-headers-10: of the policy `q` is how many requests may come at once and `w` in how
 * many seconds that many come back; `r` is how many are left and `t` in how many seconds all are there again.
 */
export function createRateLimiter({ clock, rateLimit, policyName = 'ats' }: RateLimiterDeps): RateLimiter {
  const { perSecond, burst } = rateLimit;
  const policy = `"${policyName}";q=${burst};w=${Math.ceil(burst / perSecond)}`;
  const buckets = new Map<string, TokenBucket>();

  function bucketOf(id: string, now: number): TokenBucket {
    const known = buckets.get(id);
    if (known) return known;
    if (buckets.size >= MAX_BUCKETS) {
      for (const [other, full] of buckets) if (full.left(now, perSecond) >= burst) buckets.delete(other);
    }
    const bucket = createTokenBucket(burst, now);
    buckets.set(id, bucket);
    return bucket;
  }

  return (id) => {
    const now = clock.now();
    const bucket = bucketOf(id, now);
    const taken = bucket.take(now, perSecond);
    const left = bucket.left(now, perSecond);
    const seconds = Math.ceil((burst - left) / perSecond);
    const headers = {
      ratelimit: `"${policyName}";r=${Math.floor(left)};t=${seconds}`,
      'ratelimit-policy': policy,
    };
    if (taken) return headers;
    const retryAfter = Math.max(1, Math.ceil(bucket.waitMs(now, perSecond) / 1000));
    throw new GatewayError('rate_limited', { headers: { ...headers, 'retry-after': String(retryAfter) } });
  };
}

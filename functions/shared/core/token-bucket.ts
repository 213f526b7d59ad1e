/** What may be done by a rate. The rate is told at each look, as it may be slowed and set free again. */
export interface TokenBucket {
  /** Takes a token; false when there is none. */
  take(now: number, perSecond: number): boolean;
  /** ms until there is a token; 0 when there is one. */
  waitMs(now: number, perSecond: number): number;
  /** Tokens there are, in whole ones and parts. */
  left(now: number, perSecond: number): number;
}

/** A bucket that is full at first and holds `size` tokens at most. */
export function createTokenBucket(size: number, startedAt: number): TokenBucket {
  let tokens = size;
  let filledAt = startedAt;

  function refill(now: number, perSecond: number): void {
    // Time that runs backwards, as when a clock is set, neither adds nor takes.
    const elapsedMs = Math.max(now - filledAt, 0);
    tokens = Math.min(size, tokens + (elapsedMs / 1000) * perSecond);
    filledAt = now;
  }

  return {
    take(now, perSecond) {
      refill(now, perSecond);
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    waitMs(now, perSecond) {
      refill(now, perSecond);
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000);
    },
    left(now, perSecond) {
      refill(now, perSecond);
      return tokens;
    },
  };
}

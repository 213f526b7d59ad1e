/** What one ATS may ask of one instance. */
export interface RateLimit {
  perSecond: number;
  /** At once, after a while of silence. */
  burst: number;
}

/** As good as no limit: for tools and tests that push as much as they can. */
export const NO_RATE_LIMIT: RateLimit = { perSecond: 1e9, burst: 1e9 };

/** The time, injected so that tests own it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

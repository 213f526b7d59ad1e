/** Everything drawn at random, injected so that tests can repeat it. */
export interface Ids {
  /** A new UUID version 7 (RFC 9562). */
  referenceId(): string;
  /** A new id for a claim or for an error to quote; unguessable and unique. */
  uniqueId(): string;
  /** Cryptographically random bytes. */
  randomBytes(count: number): Buffer;
  /** A number in [0, 1), for jitter only. */
  random(): number;
}

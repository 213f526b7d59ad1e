/** The part of a queue's rate that is left to it while its target says that it is overloaded. */
export interface QueueThrottle {
  /** Tells how an attempt was answered. */
  note(status: number | undefined, now: number): void;
  /** From 1, the full rate, down to 1/64. */
  factor(now: number): number;
}

const OVERLOADED = new Set([429, 503]);
const HALVE_INTERVAL_MS = 1000;
const RECOVERY_MS = 10_000;
const MAX_HALVINGS = 6;

/**
 * Cloud Tasks slows a whole queue on 429 and 503 and sets it free again by and by. Its figures are not published; here the
 * rate is halved by such answers, once a second at most, and doubles for every ten seconds without one.
 */
export function createQueueThrottle(): QueueThrottle {
  let halvings = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let halvedAt = Number.NEGATIVE_INFINITY;

  const current = (now: number): number =>
    halvings === 0 ? 0 : Math.max(halvings - Math.floor(Math.max(now - lastAt, 0) / RECOVERY_MS), 0);

  return {
    note(status, now) {
      if (!OVERLOADED.has(status ?? 0)) return;
      halvings = current(now);
      lastAt = now;
      if (Math.abs(now - halvedAt) < HALVE_INTERVAL_MS) return;
      halvedAt = now;
      halvings = Math.min(halvings + 1, MAX_HALVINGS);
    },
    factor: (now) => 2 ** -current(now),
  };
}

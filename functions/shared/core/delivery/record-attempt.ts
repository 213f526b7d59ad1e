import { waitFields } from '../lease.ts';
import { RETENTION_MS } from '../limits.ts';
import { type RetryLadder, rungDelayMs } from '../retry-ladder.ts';
import type { Attempt, Delivery } from './delivery.ts';

export interface DeliveryChange {
  set: Partial<Delivery>;
  remove: (keyof Delivery)[];
  /** When the next attempt is due; null when the delivery is settled. */
  nextDueAt: number | null;
}

export interface RecordAttemptInput {
  attempt: Omit<Attempt, 'ladder' | 'number'>;
  /** When the attempt's result is written down, epoch ms: the next rung is counted from here. */
  now: number;
  retryLadder: RetryLadder;
  /** In [0, 1), for the jitter. */
  random: number;
}

/** What one attempt makes of a pending delivery: delivered, exhausted, or waiting for its next rung. */
export function recordAttempt(delivery: Delivery, input: RecordAttemptInput): DeliveryChange {
  const { now, retryLadder, random } = input;
  const n = delivery.n + 1;
  const attempt: Attempt = { ...input.attempt, ladder: delivery.ladder, number: n };
  const progress = { n, attempts: [...delivery.attempts, attempt], postponements: 0 };
  const delivered = attempt.outcome === 'success';
  if (delivered || n >= retryLadder.length) {
    return settle(progress, delivered ? 'delivered' : 'exhausted', now);
  }
  const nextDueAt = now + rungDelayMs(retryLadder, n, random);
  return { set: { ...progress, ...waitFields(nextDueAt) }, remove: [], nextDueAt };
}

function settle(progress: Partial<Delivery>, state: Delivery['state'], now: number): DeliveryChange {
  const settled = { state, claimId: null, leaseUntil: null, settledAt: now, expireAt: now + RETENTION_MS };
  return { set: { ...progress, ...settled }, remove: ['sweepAt'], nextDueAt: null };
}

import type { Leasable } from '../lease.ts';

/** What became of one attempt: a 2xx, another answer, or no answer. */
export type AttemptOutcome = 'success' | 'failure' | 'error';

export interface Attempt {
  /** Tells one attempt from another of the same rung; it is the claim's id. */
  claimId: string;
  ladder: number;
  /** 1 for the first on its ladder. */
  number: number;
  /** Epoch ms at which it began. */
  at: number;
  durationMs: number;
  outcome: AttemptOutcome;
  statusCode: number | null;
  /** Why there was no 2xx, in plain words; null on success. */
  reason: string | null;
}

/** One outgoing webhook, under `deliveries/{event_id}`. Times are epoch ms. */
export interface Delivery extends Leasable {
  deliveryId: string;
  atsId: string;
  clientId: string;
  referenceId: string;
  event: string;
  /** From the sandbox: sent at once, and never by a worker. */
  test?: true;
  state: 'pending' | 'delivered' | 'exhausted' | 'cancelled';
  /** 0, or the count of manual re-sends. */
  ladder: number;
  /** Times put off because the ATS is disabled, since the last progress. */
  postponements: number;
  attempts: Attempt[];
  createdAt: number;
  settledAt: number | null;
  expireAt?: number;
  /** The exact bytes of every attempt. */
  payload: Uint8Array;
}

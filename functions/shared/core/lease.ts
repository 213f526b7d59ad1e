import { HOUR_MS, MINUTE_MS, SECOND_MS } from './duration.ts';

/** How long a claim keeps other workers away. */
export const LEASE_MS = 60 * SECOND_MS;

/** With less than this left of its lease a worker does not start what it could not finish. */
export const MIN_LEASE_LEFT_MS = 10 * SECOND_MS;

/** How far past its due time a document is before `sweep` takes its task for lost. */
export const SWEEP_GRACE_MS = 2 * MINUTE_MS;

const MAX_SWEEP_BACKOFF_MS = HOUR_MS;

/** What events and deliveries share while something is still to be done with them. Times are epoch ms. */
export interface Leasable {
  /** Work done so far: AI calls of an event, attempts of a delivery. A task that names another `n` is stale. */
  n: number;
  /** Before this nothing is done. */
  dueAt: number;
  claimId: string | null;
  leaseUntil: number | null;
  /** When `sweep` looks at it; absent once settled. */
  sweepAt?: number;
  /** Times swept since the last progress. */
  sweeps: number;
  /** The run of `sweep` that took it last: two at the same moment would otherwise write the same, and each take it for its own. */
  sweepId?: string;
  shard: number;
}

/** May a worker start now? `early` and `leased` are asked again later by the queue. */
export function readiness(doc: Leasable, now: number): 'ready' | 'early' | 'leased' {
  if (now < doc.dueAt) return 'early';
  return doc.leaseUntil !== null && now < doc.leaseUntil ? 'leased' : 'ready';
}

/** The fields a claim writes. `sweep` stays away until well past the lease. */
export function claimFields(claimId: string, now: number) {
  const leaseUntil = now + LEASE_MS;
  return { claimId, leaseUntil, sweepAt: leaseUntil + SWEEP_GRACE_MS };
}

/** Is there still enough time to begin? A delivery's attempt takes 5 s; an AI call may take longer, and may be made twice. */
export function leaseHasTime(leaseUntil: number, now: number): boolean {
  return leaseUntil - now >= MIN_LEASE_LEFT_MS;
}

/** The fields of a document that now waits for `dueAt`. */
export function waitFields(dueAt: number) {
  return { dueAt, claimId: null, leaseUntil: null, sweepAt: dueAt + SWEEP_GRACE_MS, sweeps: 0 };
}

/** The fields `sweep` writes as it takes a document: the next look is twice as far away as the last. */
export function sweepFields(doc: Pick<Leasable, 'sweeps'>, sweepId: string, now: number) {
  const backoff = Math.min(SWEEP_GRACE_MS * 2 ** Math.min(doc.sweeps, 16), MAX_SWEEP_BACKOFF_MS);
  return { sweepAt: now + backoff, sweeps: doc.sweeps + 1, sweepId };
}

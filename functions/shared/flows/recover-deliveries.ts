import type { Delivery } from '../core/delivery/delivery.ts';
import { DAY_MS } from '../core/duration.ts';
import { GatewayError } from '../core/errors.ts';
import { type ResendDeps, resendFound } from './resend-delivery.ts';

export interface RecoverRequest {
  atsId: string;
  /** Epoch ms: webhooks that came to the end of their ladder from this moment on. */
  since: number;
  /** Where the batch before ended. */
  after?: RecoverPosition | undefined;
  /** First attempts a second. */
  perSecond: number;
}

/** A place in the list of an ATS's webhooks, newest first. */
export interface RecoverPosition {
  createdAt: number;
  id: string;
}

export interface RecoveredBatch {
  resent: number;
  /** Found, and not to be sent again: changed in the meantime, or sent again too often. */
  skipped: number;
  /** Where the next batch begins; null when this was the last. */
  next: RecoverPosition | null;
  /** Epoch ms: the next batch is for then, so that the rate holds over all of them. */
  nextAt: number;
}

/** Webhooks looked at in one batch; each may hold 768 KiB. */
const BATCH = 50;

/** How long before `since` a webhook may have been made that failed after it: its ladder, and what it waited besides. */
const LONGEST_LADDER_MS = DAY_MS;

/**
 * Sends again one batch of what an ATS has not taken, newest first, its first attempts spread over time. Whoever calls it goes on with
 * `next`, or stops; a recovery that was cut off is begun anew and finds what is left. As the place in the list only ever moves back, what
 * fails again in the meantime is not sent a third time.
 */
export async function recoverDeliveries(deps: ResendDeps, request: RecoverRequest): Promise<RecoveredBatch> {
  const { atsId, since, after, perSecond } = request;
  const found = await deps.store.query<Delivery>({
    collection: 'deliveries',
    equals: { atsId, state: 'exhausted' },
    newestFirst: {
      field: 'createdAt',
      ...(after ? { before: { value: after.createdAt, id: after.id } } : {}),
    },
    limit: BATCH,
  });
  const now = deps.clock.now();
  const counts = { resent: 0, skipped: 0 };
  let dueAt = now;
  for (const delivery of found) {
    const { settledAt, expireAt, test } = delivery.data;
    if ((settledAt ?? 0) < since || test || (expireAt ?? now) <= now) continue;
    try {
      await resendFound(deps, delivery, Math.round(dueAt));
      counts.resent += 1;
      dueAt += 1000 / perSecond;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      counts.skipped += 1;
    }
  }
  const last = found.at(-1);
  const isLast = found.length < BATCH || !last || last.data.createdAt < since - LONGEST_LADDER_MS;
  const next = isLast ? null : { createdAt: last.data.createdAt, id: last.id };
  return { ...counts, next, nextAt: Math.round(dueAt) };
}

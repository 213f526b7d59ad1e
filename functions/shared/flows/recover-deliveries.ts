import type { AcceptedEvent } from '../core/accepted-event.ts';
import type { Delivery } from '../core/delivery/delivery.ts';
import { GatewayError } from '../core/errors.ts';
import { paths } from '../core/paths.ts';
import type { ListPosition } from './list-position.ts';
import { type ResendDeps, resendFound } from './resend-delivery.ts';

export interface RecoverRequest {
  atsId: string;
  /** Epoch ms: webhooks that came to the end of their ladder from this moment on, whenever they were made. */
  since: number;
  /** Where the batch before ended. */
  after?: ListPosition | undefined;
  /** Epoch ms: when the batch before has been sent; this one begins then, or now. */
  notBefore?: number | undefined;
  /** First attempts a second. */
  perSecond: number;
}

export interface RecoveredBatch {
  resent: number;
  /** Found, and not to be sent again: changed in the meantime, or sent again too often. */
  skipped: number;
  /** Where the next batch begins; null when this was the last. */
  next: ListPosition | null;
  /** Epoch ms: the next batch is for then, so that the rate holds over all of them. */
  nextAt: number;
}

/** Webhooks looked at in one batch; each may hold 768 KiB. */
const BATCH = 50;

/**
 * Sends again one batch of what an ATS has not taken, newest first, its first attempts spread over time. Whoever calls it goes on with
 * `next`, or stops; a recovery that was cut off is begun anew and finds what is left. As the place in the list only ever moves back, what
 * fails again in the meantime is not sent a third time.
 */
export async function recoverDeliveries(deps: ResendDeps, request: RecoverRequest): Promise<RecoveredBatch> {
  const { store, clock } = deps;
  const { atsId, since, after, notBefore = 0, perSecond } = request;
  const page = await store.query<Delivery>({
    collection: 'deliveries',
    equals: { atsId, state: 'exhausted' },
    newestFirst: {
      field: 'createdAt',
      ...(after ? { before: { value: after.createdAt, id: after.id } } : {}),
    },
    limit: BATCH,
  });
  const now = clock.now();
  const failed = page.filter(
    ({ data: { settledAt, expireAt, test } }) =>
      (settledAt ?? 0) >= since && !test && (expireAt ?? now + 1) > now,
  );
  const eventPaths = failed.map(({ data }) => paths.event(data.referenceId));
  const events = failed.length > 0 ? await store.getAll<AcceptedEvent[]>(...eventPaths) : [];
  const counts = { resent: 0, skipped: 0 };
  let dueAt = Math.max(now, notBefore);
  for (const [index, delivery] of failed.entries()) {
    try {
      await resendFound(deps, { delivery, event: events[index], dueAt: Math.round(dueAt) });
      counts.resent += 1;
      dueAt += 1000 / perSecond;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      counts.skipped += 1;
    }
  }
  const last = page.length === BATCH ? page.at(-1) : undefined;
  const next = last ? { createdAt: last.data.createdAt, id: last.id } : null;
  return { ...counts, next, nextAt: Math.round(dueAt) };
}

import type { AcceptedEvent } from '../../functions/shared/core/accepted-event.ts';
import type { Delivery } from '../../functions/shared/core/delivery/delivery.ts';
import { SWEEP_SHARDS } from '../../functions/shared/core/shard.ts';
import { type EventTimeline, eventTimeline } from '../../functions/shared/flows/event-timeline.ts';
import type { Store } from '../../functions/shared/ports/store.ts';

/** How every accepted event ended, by reference id, and how many documents are still to be seen to. */
export async function readEnd(store: Store, acceptances: readonly { referenceId: string }[]) {
  const timelines = new Map<string, EventTimeline>();
  for (const { referenceId } of acceptances)
    timelines.set(referenceId, await eventTimeline(store, referenceId));
  let unfinished = 0;
  for (const collection of ['events', 'deliveries']) {
    for (let shard = 0; shard < SWEEP_SHARDS; shard += 1) {
      const atMost = { field: 'sweepAt', max: Number.MAX_SAFE_INTEGER };
      const query = { collection, equals: { shard }, atMost, limit: 1000 };
      unfinished += (await store.query<AcceptedEvent | Delivery>(query)).length;
    }
  }
  return { timelines, unfinished };
}

import type { AcceptedEvent } from '../../../functions/shared/core/accepted-event.ts';
import type { Delivery } from '../../../functions/shared/core/delivery/delivery.ts';
import { outgoingEventId } from '../../../functions/shared/core/envelope.ts';
import type { Leasable } from '../../../functions/shared/core/lease.ts';
import { paths } from '../../../functions/shared/core/paths.ts';
import type { Store } from '../../../functions/shared/ports/store.ts';

export interface FlowDocuments {
  events: AcceptedEvent[];
  deliveries: Delivery[];
}

/** More than any flow makes, so that a double is seen. */
const LIMIT = 10;

/** Every event about these records, and every delivery that came of them. */
export async function readFlow(store: Store, recordIds: readonly string[]): Promise<FlowDocuments> {
  const found = await Promise.all(
    recordIds.map((recordId) =>
      store.query<AcceptedEvent>({ collection: 'events', equals: { recordId }, limit: LIMIT }),
    ),
  );
  const events = found.flat().map(({ data }) => data);
  const ids = events.flatMap(({ referenceId, type }) =>
    [...new Set([type, 'workspace.provisioned', 'workspace.member_added'])].map((event) =>
      paths.delivery(outgoingEventId(referenceId, event)),
    ),
  );
  const deliveries = ids.length > 0 ? await store.getAll<Delivery[]>(...ids) : [];
  return { events, deliveries: deliveries.flatMap((delivery) => (delivery ? [delivery.data] : [])) };
}

/** What is still to be done. */
export function unfinished({ events, deliveries }: FlowDocuments): Leasable[] {
  return [
    ...events.filter(({ state }) => state !== 'settled'),
    ...deliveries.filter(({ state }) => state === 'pending'),
  ];
}

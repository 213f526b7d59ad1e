import type { AcceptedEvent } from '../core/accepted-event.ts';
import type { Delivery } from '../core/delivery/delivery.ts';
import { outgoingEventId } from '../core/envelope.ts';
import { GatewayError } from '../core/errors.ts';
import { paths } from '../core/paths.ts';
import { isReferenceId } from '../core/reference-id.ts';
import { memberAdded, workspaceCreated } from '../core/workspaces/workspace-types.ts';
import type { Store } from '../ports/store.ts';

/** One flow as it stands: the event, and every webhook that came of it. */
export interface EventTimeline {
  event: AcceptedEvent;
  /** The event's own webhook last, those about its workspace and member before it. */
  deliveries: Delivery[];
}

/**
 * What the flow of a reference id is, read from the event and its deliveries in two batch gets. Throws
 * `not_found`, with `atsId` also for another ATS's, which is answered exactly like one that does not exist.
 */
export async function eventTimeline(
  store: Store,
  referenceId: string,
  atsId?: string,
): Promise<EventTimeline> {
  const notFound = () => new GatewayError('not_found', { detail: `There is no event ${referenceId}` });
  if (!isReferenceId(referenceId)) throw notFound();
  const [event] = await store.getAll<[AcceptedEvent]>(paths.event(referenceId));
  if (event === undefined || (atsId !== undefined && event.data.atsId !== atsId)) throw notFound();
  const webhooks = new Set([workspaceCreated.webhook, memberAdded.webhook, event.data.type]);
  const deliveryPaths = [...webhooks].map((webhook) => paths.delivery(outgoingEventId(referenceId, webhook)));
  const found = await store.getAll<Delivery[]>(...deliveryPaths);
  return { event: event.data, deliveries: found.flatMap((delivery) => (delivery ? [delivery.data] : [])) };
}

import { type EventError, encodeEnvelope, outgoingEventId } from '../envelope.ts';
import type { JsonObject } from '../json/json-value.ts';
import { createDelivery } from './create-delivery.ts';
import type { Delivery } from './delivery.ts';

export interface NewWebhook {
  referenceId: string;
  atsId: string;
  clientId: string;
  /** What it tells of. */
  event: string;
  error: EventError | null;
  data: JsonObject;
}

/** The delivery of a webhook that tells of `event` in a flow, due at once. Whoever makes it again makes the same document. */
export function createWebhook({ error, data, ...ids }: NewWebhook, now: number): Delivery {
  const { referenceId, clientId, event } = ids;
  const deliveryId = outgoingEventId(referenceId, event);
  const envelope = { event, eventId: deliveryId, referenceId, clientId, timestampMs: now, error, data };
  return createDelivery({ ...ids, deliveryId, payload: encodeEnvelope(envelope) }, now);
}

import type { Delivery } from '../core/delivery/delivery.ts';
import { flowSteps } from '../core/flow-steps.ts';
import type { EventTimeline } from './event-timeline.ts';

/** A time as it is shown: RFC 3339, in UTC. */
export function shownTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** A delivery as it is shown, without its payload. */
export function describeDelivery(delivery: Delivery) {
  const last = delivery.attempts.at(-1);
  return {
    created_at: shownTime(delivery.createdAt),
    event: delivery.event,
    event_id: delivery.deliveryId,
    reference_id: delivery.referenceId,
    client_id: delivery.clientId,
    state: delivery.state,
    test: delivery.test ?? false,
    attempts: delivery.attempts.length,
    last_status_code: last?.statusCode ?? null,
    last_reason: last?.reason ?? null,
    next_attempt_at: delivery.state === 'pending' ? shownTime(delivery.dueAt) : null,
  };
}

/** The story of one reference id as it is shown (spec section 8). */
export function describeEvent({ event, deliveries }: EventTimeline) {
  return {
    reference_id: event.referenceId,
    ats_id: event.atsId,
    client_id: event.clientId,
    user_id: event.userId,
    event: event.type,
    record_id: event.recordId,
    source: event.source,
    state: event.state,
    outcome: event.outcome,
    error: event.error,
    timeline: flowSteps(event, deliveries).map(({ at, step, text }) => ({ at: shownTime(at), step, text })),
    deliveries: deliveries.map(describeDelivery),
  };
}

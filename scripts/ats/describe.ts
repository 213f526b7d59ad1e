import type { Ats } from '../../functions/shared/core/ats.ts';
import type { Delivery } from '../../functions/shared/core/delivery/delivery.ts';
import { flowSteps } from '../../functions/shared/core/flow-steps.ts';
import type { EventTimeline } from '../../functions/shared/flows/event-timeline.ts';

/** Times as RFC 3339, in UTC. */
export function time(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

export function describeAts(ats: Ats) {
  return {
    ats_id: ats.atsId,
    name: ats.name,
    enabled: ats.enabled,
    webhook_url: ats.webhookUrl,
    policy: ats.policy,
    created_at: time(ats.createdAt),
    updated_at: time(ats.updatedAt),
  };
}

export function describeDelivery(delivery: Delivery) {
  const last = delivery.attempts.at(-1);
  return {
    created_at: time(delivery.createdAt),
    event: delivery.event,
    event_id: delivery.deliveryId,
    reference_id: delivery.referenceId,
    client_id: delivery.clientId,
    state: delivery.state,
    attempts: delivery.attempts.length,
    last_status_code: last?.statusCode ?? null,
    last_reason: last?.reason ?? null,
    next_attempt_at: delivery.state === 'pending' ? time(delivery.dueAt) : null,
  };
}

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
    timeline: flowSteps(event, deliveries).map(({ at, step, text }) => ({ at: time(at), step, text })),
    deliveries: deliveries.map(describeDelivery),
  };
}

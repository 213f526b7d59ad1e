import { createHash } from 'node:crypto';
import { encodeJson } from './json/encode-json.ts';
import type { JsonObject } from './json/json-value.ts';

/** Why an outgoing webhook says `status: "error"`. */
export interface EventError {
  code: string;
  message: string;
}

export interface EnvelopeInput {
  event: string;
  eventId: string;
  referenceId: string;
  clientId: string;
  /** Epoch ms; written to the second. */
  timestampMs: number;
  error: EventError | null;
  data: JsonObject;
}

/** The exact bytes of an outgoing webhook, keys in the order of spec section 4. Made once; every attempt sends these. */
export function encodeEnvelope(input: EnvelopeInput): Buffer {
  return encodeJson({
    event: input.event,
    event_id: input.eventId,
    reference_id: input.referenceId,
    client_id: input.clientId,
    timestamp: `${new Date(input.timestampMs).toISOString().slice(0, 19)}Z`,
    status: input.error === null ? 'success' : 'error',
    error: input.error === null ? null : { code: input.error.code, message: input.error.message },
    data: input.data,
  });
}

/**
 * The `event_id` of the webhook that tells of `event` in the flow of `referenceId`, which is also its delivery's document
 * id. Derived, not drawn: whoever repeats the step that creates the delivery finds it already there.
 */
export function outgoingEventId(referenceId: string, event: string): string {
  const digest = createHash('sha256').update(`${referenceId}:${event}`).digest('hex');
  return `evt_${digest.slice(0, 32)}`;
}

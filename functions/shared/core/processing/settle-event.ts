import type { AcceptedEvent } from '../accepted-event.ts';
import { createWebhook } from '../delivery/create-webhook.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { EventError } from '../envelope.ts';
import { decodeStored } from '../json/decode-stored.ts';
import { encodeJson } from '../json/encode-json.ts';
import type { JsonObject } from '../json/json-value.ts';
import { MAX_STORED_BYTES } from '../limits.ts';
import type { RecordType } from '../records/record-type.ts';
import type { AiResult } from './ai-result.ts';
import { type SettledChange, settledChange } from './settled-change.ts';

export interface SettledEvent extends SettledChange {
  delivery: Delivery;
  /** What a GET shows over the record from now on, JSON in UTF-8; null when there is nothing to show. */
  overlay: Uint8Array | null;
}

/**
 * What a result makes of an event: its settled fields, the webhook that tells of it, and the overlay. Deterministic, so
 * that repeating it after a crash finds its own delivery already there.
 */
export function settleEvent(
  event: AcceptedEvent,
  recordType: RecordType,
  result: AiResult,
  now: number,
): SettledEvent {
  const accepted = decodeStored(event);
  const { data, error } = judge(event, recordType, accepted, result);
  const overlay = error === null && !event.type.endsWith('.deleted') ? encodeJson(data) : null;
  const { referenceId, clientId, atsId, type } = event;
  return {
    ...settledChange(error, now),
    delivery: createWebhook({ referenceId, atsId, clientId, event: type, error, data }, now),
    overlay,
  };
}

function judge(event: AcceptedEvent, { idField }: RecordType, accepted: JsonObject, result: AiResult) {
  const id = { [idField]: event.recordId };
  if (result.status === 'error') return { data: accepted, error: result.error };
  if (event.type.endsWith('.deleted')) return { data: id, error: null };
  const data = { ...accepted, ...result.data, ...id };
  if (encodeJson(data).length <= MAX_STORED_BYTES) return { data, error: null };
  const error: EventError = {
    code: 'result_too_large',
    message: 'The processed record is larger than 768 KiB',
  };
  return { data: accepted, error };
}

import { cutUtf8 } from '../cut-utf8.ts';
import { MAX_LOGGED_PAYLOAD_BYTES, MAX_RESPONSE_BYTES, RETENTION_MS } from '../limits.ts';
import { scrambleReferenceId } from '../reference-id.ts';
import { shardOf } from '../shard.ts';
import type { DeliveryLogEntry } from './delivery-log-entry.ts';

/** Places that the list of all ATSs is spread over. */
export const LOG_SHARDS = 4;

export interface NewLogEntry
  extends Omit<
    DeliveryLogEntry,
    'expireAt' | 'shard' | 'referenceKey' | 'payload' | 'payloadCut' | 'responseBody' | 'responseBodyCut'
  > {
  /** The request's whole body; undefined where it is not to be kept. */
  body: Uint8Array | undefined;
  /** What was read of the answer's body, and whether there was more. */
  response: { body: Uint8Array; truncated: boolean } | null;
}

/** An entry of the delivery log: bodies cut to what is kept of them, and the time at which it goes. */
export function createLogEntry({ body, response, ...fields }: NewLogEntry): DeliveryLogEntry {
  const payload = body && cutUtf8(body, MAX_LOGGED_PAYLOAD_BYTES);
  return {
    ...fields,
    expireAt: fields.createdAt + RETENTION_MS,
    shard: shardOf(fields.entryId, LOG_SHARDS),
    referenceKey: fields.referenceId && scrambleReferenceId(fields.referenceId),
    ...(payload ? { payload } : {}),
    payloadCut: payload !== body,
    ...responseFields(response),
  };
}

function responseFields(response: NewLogEntry['response']) {
  if (response === null) return { responseBody: null, responseBodyCut: false };
  const kept = response.body.subarray(0, MAX_RESPONSE_BYTES);
  const isCut = response.truncated || kept.length < response.body.length;
  // As of a stream that goes on, half a character at the end of what was cut is left out.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(kept, { stream: isCut });
  return { responseBody: text, responseBodyCut: isCut };
}

import { createLogEntry } from '../core/delivery-log/create-log-entry.ts';
import type { DeliveryLogEntry } from '../core/delivery-log/delivery-log-entry.ts';
import { loggedHeaders } from '../core/delivery-log/logged-headers.ts';
import type { SentWebhook } from './send-webhook.ts';

export interface OutgoingAttempt {
  entryId: string;
  atsId: string;
  clientId: string;
  event: string;
  eventId: string;
  referenceId: string;
  payload: Uint8Array;
  /** 1 for the first of its ladder. */
  attempt: number;
  test: boolean;
  /** Epoch ms at which it began. */
  at: number;
}

/** The delivery log's entry of one attempt to send a webhook. */
export function outgoingLogEntry(
  { entryId, atsId, clientId, event, eventId, referenceId, attempt, test, payload, at }: OutgoingAttempt,
  { result, outcome, statusCode, reason, requestHeaders, signature }: SentWebhook,
): DeliveryLogEntry {
  const isAnswer = result.kind === 'response';
  return createLogEntry({
    entryId,
    atsId,
    clientId,
    event,
    eventId,
    referenceId,
    attempt,
    test,
    direction: 'outgoing',
    createdAt: at,
    durationMs: result.durationMs,
    outcome,
    statusCode,
    reason,
    requestHeaders: loggedHeaders.ofSentRequest(requestHeaders),
    signature,
    body: payload,
    responseHeaders: isAnswer ? loggedHeaders.ofResponse(result.headers) : {},
    response: isAnswer ? { body: result.body, truncated: result.bodyTruncated } : null,
  });
}

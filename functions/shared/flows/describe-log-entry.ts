import type { DeliveryLogEntry } from '../core/delivery-log/delivery-log-entry.ts';
import type { LoggedAttempt } from '../core/delivery-log/logged-attempt.ts';
import { shownTime } from './describe-event.ts';

/** An entry of the delivery log as it is shown in a list: what happened, without what was said. */
export function describeLogEntry(entry: LoggedAttempt) {
  return {
    entry_id: entry.entryId,
    created_at: shownTime(entry.createdAt),
    expires_at: shownTime(entry.expireAt),
    ats_id: entry.atsId,
    direction: entry.direction,
    event: entry.event,
    outcome: entry.outcome,
    status_code: entry.statusCode,
    duration_ms: entry.durationMs,
    reason: entry.reason,
    attempt: entry.attempt,
    test: entry.test,
    event_id: entry.eventId,
    reference_id: entry.referenceId,
    client_id: entry.clientId,
  };
}

/** An entry as it is shown by itself: also the headers, and the bodies as far as they are kept. `payload` is null where none of it is. */
export function describeWholeLogEntry(entry: DeliveryLogEntry) {
  const { payload, payloadCut, responseBody, responseBodyCut } = entry;
  return {
    ...describeLogEntry(entry),
    request_headers: entry.requestHeaders,
    signature: entry.signature,
    payload: payload ? Buffer.from(payload).toString() : null,
    payload_cut: payloadCut,
    response_headers: entry.responseHeaders,
    response_body: responseBody,
    response_body_cut: responseBodyCut,
  };
}

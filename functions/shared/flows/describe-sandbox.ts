import { shownTime } from './describe-event.ts';
import type { SandboxPreview, SandboxResult } from './sandbox.ts';

const NOTE = 'The data is synthetic.';

/** A preview as it is shown; `body` is, byte for byte in UTF-8, what would be sent. */
export function describePreview({ previewId, expiresAt, webhook }: SandboxPreview) {
  return {
    preview_id: previewId,
    expires_at: shownTime(expiresAt),
    event: webhook.event,
    event_id: webhook.deliveryId,
    reference_id: webhook.referenceId,
    body: Buffer.from(webhook.payload).toString(),
    note: NOTE,
  };
}

/** What became of a test as it is shown. */
export function describeSandboxResult({ webhook, sent, responseBody, responseBodyCut }: SandboxResult) {
  return {
    event: webhook.event,
    event_id: webhook.deliveryId,
    reference_id: webhook.referenceId,
    outcome: sent.outcome,
    status_code: sent.statusCode,
    duration_ms: sent.result.durationMs,
    reason: sent.reason,
    response_body: responseBody,
    response_body_cut: responseBodyCut,
    body: Buffer.from(webhook.payload).toString(),
    note: NOTE,
  };
}

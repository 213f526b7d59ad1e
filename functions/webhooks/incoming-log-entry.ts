import type { IncomingMessage } from 'node:http';
import { createLogEntry } from '../shared/core/delivery-log/create-log-entry.ts';
import type { DeliveryLogEntry } from '../shared/core/delivery-log/delivery-log-entry.ts';
import { loggedHeaders } from '../shared/core/delivery-log/logged-headers.ts';
import type { Answer } from '../shared/http/respond.ts';

/** What is known of a webhook that came in. */
export interface IncomingWebhookLog {
  entryId: string;
  atsId: string;
  /** Epoch ms at which it came. */
  at: number;
  durationMs: number;
  request: IncomingMessage;
  /** Undefined where its signature was wrong. */
  body: Uint8Array | undefined;
  /** Null where nothing was accepted. */
  referenceId: string | null;
  event: string | null;
  eventId: string | null;
  clientId: string | null;
  answer: Pick<Answer, 'status' | 'body'>;
}

/** The delivery log's entry of one webhook that came in, and what it was answered. */
export function incomingLogEntry({ at, request, answer, ...known }: IncomingWebhookLog): DeliveryLogEntry {
  const isAccepted = answer.status >= 200 && answer.status < 300;
  return createLogEntry({
    ...known,
    direction: 'incoming',
    test: false,
    createdAt: at,
    outcome: isAccepted ? 'success' : 'failure',
    statusCode: answer.status,
    reason: isAccepted ? null : reasonOf(answer.body),
    attempt: null,
    requestHeaders: loggedHeaders.ofReceivedRequest(request.headers),
    signature: null,
    responseHeaders: { 'content-type': 'application/json' },
    response: { body: Buffer.from(JSON.stringify(answer.body)), truncated: false },
  });
}

/** An error's words; of a list of issues the first one's. */
function reasonOf(body: Answer['body']): string {
  const { detail } = body as { detail?: unknown };
  const [first] = [detail].flat() as (string | { msg?: string })[];
  return typeof first === 'string' ? first : (first?.msg ?? 'refused');
}

import type { Ats } from '../shared/core/ats.ts';
import type { Delivery } from '../shared/core/delivery/delivery.ts';
import { DELIVERY_TIMEOUT_MS, MAX_RESPONSE_BYTES } from '../shared/core/limits.ts';
import { signWebhook } from '../shared/core/signature/sign-webhook.ts';
import { type WebhookUrlPolicy, webhookUrlProblem } from '../shared/core/webhook-url.ts';
import type { SecretBox } from '../shared/flows/secret-box.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { HttpSender, SendResult } from '../shared/ports/http-sender.ts';

export interface SendWebhookDeps {
  sender: HttpSender;
  secrets: SecretBox;
  clock: Clock;
  urlPolicy: WebhookUrlPolicy;
}

/** Sends a delivery's bytes to the URL and signed with the secret of this moment (spec section 4). */
export async function sendWebhook(
  { sender, secrets, clock, urlPolicy }: SendWebhookDeps,
  delivery: Pick<Delivery, 'payload' | 'event' | 'referenceId'>,
  { atsId, webhookUrl, outgoingSecret }: Ats,
): Promise<SendResult> {
  if (webhookUrl === null) return notSent('No webhook URL is configured');
  const problem = webhookUrlProblem(webhookUrl, urlPolicy);
  if (problem !== undefined) return notSent(problem);
  // The bytes that are signed are the bytes that are sent: one Buffer over what was stored.
  const body = Buffer.from(delivery.payload.buffer, delivery.payload.byteOffset, delivery.payload.byteLength);
  const secret = await secrets.open(outgoingSecret, { atsId, purpose: 'outgoing' });
  const timestampSeconds = Math.floor(clock.now() / 1000);
  return sender.send({
    url: webhookUrl,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'CarvOS-Webhooks/1.0',
      'x-carvos-event': delivery.event,
      'x-webhook-signature': signWebhook({ secrets: [secret], timestampSeconds, body }),
      'x-carv-causation-id': delivery.referenceId,
    },
    body,
    timeoutMs: DELIVERY_TIMEOUT_MS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  });
}

function notSent(reason: string): SendResult {
  return { kind: 'error', failure: 'invalid_url', reason, durationMs: 0 };
}

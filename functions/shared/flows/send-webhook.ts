import type { Ats } from '../core/ats.ts';
import type { AttemptOutcome, Delivery } from '../core/delivery/delivery.ts';
import { MAX_RESPONSE_BYTES } from '../core/limits.ts';
import { signWebhook } from '../core/signature/sign-webhook.ts';
import { SIGNATURE_HEADER } from '../core/signature/signature-header.ts';
import { statusReason } from '../core/status-reason.ts';
import { secretsInForce } from '../core/webhook-secrets/secrets-in-force.ts';
import { type WebhookUrlPolicy, webhookUrlProblem } from '../core/webhook-url.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpSender, SendResult } from '../ports/http-sender.ts';
import type { SecretBox } from './secret-box.ts';

export interface SendWebhookDeps {
  sender: HttpSender;
  secrets: SecretBox;
  clock: Clock;
  urlPolicy: WebhookUrlPolicy;
}

export type WebhookToSend = Pick<Delivery, 'payload' | 'event' | 'referenceId'>;

export interface SendWebhookOptions {
  timeoutMs: number;
  /** From the sandbox: marked as such, for those who must not take it for real. */
  test: boolean;
}

/** What became of one attempt, and what went out. */
export interface SentWebhook {
  result: SendResult;
  outcome: AttemptOutcome;
  statusCode: number | null;
  /** Why there was no 2xx, in plain words; null on success. */
  reason: string | null;
  /** Empty where nothing was sent. */
  requestHeaders: Readonly<Record<string, string>>;
  signature: string | null;
}

/** Sends a webhook's bytes to the URL and signed with the secrets of this moment (spec section 4). */
export async function sendWebhook(
  { sender, secrets, clock, urlPolicy }: SendWebhookDeps,
  webhook: WebhookToSend,
  ats: Ats,
  { timeoutMs, test }: SendWebhookOptions,
): Promise<SentWebhook> {
  const { atsId, webhookUrl } = ats;
  if (webhookUrl === null) return notSent('No webhook URL is configured: set one first');
  const problem = webhookUrlProblem(webhookUrl, urlPolicy);
  if (problem !== undefined) return notSent(problem);
  const { payload, event, referenceId } = webhook;
  // The bytes that are signed are the bytes that are sent: one Buffer over what was stored.
  const body = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const { sealed } = secretsInForce(ats, 'outgoing', clock.now());
  const opened = await Promise.all(sealed.map((one) => secrets.open(one, { atsId, purpose: 'outgoing' })));
  const timestampSeconds = Math.floor(clock.now() / 1000);
  const signature = signWebhook({ secrets: opened, timestampSeconds, body });
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'CarvOS-Webhooks/1.0',
    'x-carvos-event': event,
    [SIGNATURE_HEADER]: signature,
    'x-carv-causation-id': referenceId,
    ...(test ? { 'x-carvos-test': 'true' } : {}),
  };
  const maxResponseBytes = MAX_RESPONSE_BYTES;
  const result = await sender.send({ url: webhookUrl, headers, body, timeoutMs, maxResponseBytes });
  const requestHeaders = { ...headers, host: URL.parse(webhookUrl)?.host ?? '' };
  return { result, ...judge(result), requestHeaders, signature };
}

function judge(result: SendResult): Pick<SentWebhook, 'outcome' | 'statusCode' | 'reason'> {
  if (result.kind === 'error') return { outcome: 'error', statusCode: null, reason: result.reason };
  const { statusCode } = result;
  if (statusCode >= 200 && statusCode < 300) return { outcome: 'success', statusCode, reason: null };
  return { outcome: 'failure', statusCode, reason: statusReason(statusCode) };
}

function notSent(reason: string): SentWebhook {
  const result = { kind: 'error', failure: 'invalid_url', reason, durationMs: 0 } as const;
  return { result, outcome: 'error', statusCode: null, reason, requestHeaders: {}, signature: null };
}

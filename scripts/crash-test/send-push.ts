import { signWebhook } from '../../functions/shared/core/signature/sign-webhook.ts';
import type { Demo } from '../local/demo-file.ts';
import type { Push } from './next-push.ts';

const TIMEOUT_MS = 10_000;

export type PushAnswer = { status: 202; referenceId: string } | { status: number; text: string };

/** Sends one change, as an ATS does. Rejects when the answer, or the end of it, does not come. */
export async function sendPush(demo: Demo, push: Push): Promise<PushAnswer> {
  const url =
    push.source === 'rest' ? `${demo.base_url}${push.path}` : `${demo.base_url}/v1/webhooks/${demo.ats_id}`;
  const headers = push.source === 'rest' ? restHeaders(demo, push) : webhookHeaders(demo, push);
  const response = await fetch(url, {
    method: push.method,
    headers: { 'content-type': 'application/json', ...headers },
    body: push.body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  if (response.status !== 202) return { status: response.status, text };
  return { status: 202, referenceId: String(JSON.parse(text).reference_id) };
}

function restHeaders(demo: Demo, { key, clientId, userId }: Push): Record<string, string> {
  return {
    'x-api-key': demo.api_key,
    'x-ats-client-id': clientId,
    'x-ats-user-id': userId,
    'idempotency-key': key,
  };
}

function webhookHeaders(demo: Demo, { body }: Push): Record<string, string> {
  const timestampSeconds = Math.floor(Date.now() / 1000);
  const secrets = [demo.incoming_secret];
  return { 'x-webhook-signature': signWebhook({ secrets, timestampSeconds, body: Buffer.from(body) }) };
}

import { webhookMac } from './webhook-mac.ts';

export interface SignWebhookInput {
  /** Secrets in force, the newest first. Simple verifiers keep the last part, so the old one stays last. */
  secrets: readonly string[];
  timestampSeconds: number;
  /** The very bytes that are sent. */
  body: Uint8Array;
}

/** The value of `X-Webhook-Signature`: `t=…,v1=…`, with one `v1` for each secret. */
export function signWebhook({ secrets, timestampSeconds, body }: SignWebhookInput): string {
  if (secrets.length === 0) throw new Error('signWebhook needs at least one secret');
  const timestamp = String(timestampSeconds);
  const parts = secrets.map((secret) => `v1=${webhookMac(secret, timestamp, body)}`);
  return [`t=${timestamp}`, ...parts].join(',');
}

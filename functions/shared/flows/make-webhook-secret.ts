import type { Ids } from '../ports/ids.ts';

/** A new webhook secret: `whsec_` and 256 random bits. All of it, the prefix included, is the HMAC's key. */
export function makeWebhookSecret(ids: Ids): string {
  return `whsec_${ids.randomBytes(32).toString('base64url')}`;
}

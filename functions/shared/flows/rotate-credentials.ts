import { hashApiKey, makeApiKey } from '../core/api-key.ts';
import type { Ats } from '../core/ats.ts';
import type { SecretPurpose } from '../core/seal-secret.ts';
import type { AtsDeps } from './create-ats.ts';
import { makeWebhookSecret } from './make-webhook-secret.ts';
import { getAts, updateAts } from './update-ats.ts';

/** Gives an ATS a new API key and returns it, once. The previous one stops working at once. */
export async function rotateApiKey(deps: AtsDeps, atsId: string): Promise<string> {
  await getAts(deps, atsId);
  const apiKey = makeApiKey(atsId, deps.ids.randomBytes(32));
  await updateAts(deps, atsId, { apiKeyHash: hashApiKey(apiKey) });
  return apiKey;
}

/** Gives an ATS a new secret for one direction and returns it, once. It takes effect at once; the other stays. */
export async function rotateWebhookSecret(
  deps: AtsDeps,
  atsId: string,
  purpose: SecretPurpose,
): Promise<string> {
  await getAts(deps, atsId);
  const secret = makeWebhookSecret(deps.ids);
  const sealed = await deps.secrets.seal(secret, { atsId, purpose });
  const change: Partial<Ats> =
    purpose === 'incoming' ? { incomingSecret: sealed } : { outgoingSecret: sealed };
  await updateAts(deps, atsId, change);
  return secret;
}

import { hashApiKey, makeApiKey } from '../core/api-key.ts';
import type { SecretPurpose } from '../core/seal-secret.ts';
import { replaceSecret } from '../core/webhook-secrets/replace-secret.ts';
import { SECRET_FIELDS } from '../core/webhook-secrets/secret-fields.ts';
import { assertOverlap } from './assert-overlap.ts';
import { changeAts } from './change-ats.ts';
import type { AtsDeps } from './create-ats.ts';
import { getAts } from './get-ats.ts';
import { isSameSecret } from './is-same-secret.ts';
import { makeWebhookSecret } from './make-webhook-secret.ts';
import { updateAts } from './update-ats.ts';

/** Gives an ATS a new API key and returns it, once. The previous one stops working at once. */
export async function rotateApiKey(deps: AtsDeps, atsId: string): Promise<string> {
  const apiKey = makeApiKey(atsId, deps.ids.randomBytes(32));
  await updateAts(deps, atsId, { apiKeyHash: hashApiKey(apiKey) });
  return apiKey;
}

/**
 * Gives an ATS a new secret for one direction and returns it, once. It takes effect at once: the previous one stops counting, and so
 * does that of an overlap under way. The other direction stays.
 */
export async function rotateWebhookSecret(
  deps: AtsDeps,
  atsId: string,
  purpose: SecretPurpose,
): Promise<string> {
  return storeNewSecret(deps, atsId, purpose, null);
}

export interface OverlappingSecret {
  secret: string;
  /** Epoch ms. */
  overlapUntil: number;
}

/**
 * The same, but the secret that was the newest counts beside the new one for `overlapMs`. Two count at most: an older one, whose own
 * overlap was under way, stops at once. Throws `validation_failed` for an overlap that is too short or too long.
 */
export async function rotateWithOverlap(
  deps: AtsDeps,
  atsId: string,
  purpose: SecretPurpose,
  overlapMs: number,
): Promise<OverlappingSecret> {
  assertOverlap(overlapMs);
  const overlapUntil = deps.clock.now() + overlapMs;
  return { secret: await storeNewSecret(deps, atsId, purpose, overlapUntil), overlapUntil };
}

async function storeNewSecret(
  deps: AtsDeps,
  atsId: string,
  purpose: SecretPurpose,
  overlapUntil: number | null,
): Promise<string> {
  const now = deps.clock.now();
  await getAts(deps, atsId);
  const secret = makeWebhookSecret(deps.ids);
  const sealed = await deps.secrets.seal(secret, { atsId, purpose });
  const { newest, previous } = SECRET_FIELDS[purpose];
  // What no key opens is another secret, and a new one is what then helps.
  const isThis = (stored: string) =>
    isSameSecret(deps.secrets, [stored, sealed], { atsId, purpose }).catch(() => false);
  await changeAts(deps, atsId, {
    plan: (ats) => replaceSecret(ats, purpose, { sealed, overlapUntil, now }),
    // A rotation after this one may have moved the secret on, and a newer key may have sealed it anew.
    isDone: async (ats) =>
      (await isThis(ats[newest])) || (ats[previous] !== undefined && (await isThis(ats[previous].sealed))),
  });
  return secret;
}

import type { IncomingMessage } from 'node:http';
import type { Ats } from '../shared/core/ats.ts';
import { SIGNATURE_HEADER } from '../shared/core/signature/signature-header.ts';
import { verifyWebhook } from '../shared/core/signature/verify-webhook.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import type { SecretBox } from '../shared/flows/secret-box.ts';
import { singleHeader } from '../shared/http/request-headers.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Ids } from '../shared/ports/ids.ts';
import type { Logger } from '../shared/ports/logger.ts';

export interface SignatureCheckDeps {
  secrets: SecretBox;
  clock: Clock;
  ids: Ids;
  log: Logger;
}

/** Whether a body was signed by an ATS, for the ATS that there is or is not. Throws `unavailable`. */
export type SignatureCheck = (
  request: IncomingMessage,
  body: Uint8Array,
  ats: Ats | undefined,
) => Promise<'valid' | 'invalid'>;

/**
 * Makes the check that a body was signed with the ATS's incoming secret; why it was not is told to the log only. For an ATS that does not exist the same work is done with a decoy, so that time does not tell it either.
 */
export function createSignatureCheck({ secrets, clock, ids, log }: SignatureCheckDeps): SignatureCheck {
  const decoyBinding = { atsId: 'decoy', purpose: 'incoming' } as const;
  let decoy: string | undefined;

  async function openSecretOf(ats: Ats | undefined): Promise<string> {
    // Made for everybody, so that nobody's first call takes longer.
    decoy ??= await secrets.seal(ids.randomBytes(32).toString('base64url'), decoyBinding);
    if (ats === undefined) return secrets.open(decoy, decoyBinding);
    return secrets.open(ats.incomingSecret, { atsId: ats.atsId, purpose: 'incoming' });
  }

  return async (request, body, ats) => {
    const secret = await orUnavailable(openSecretOf(ats));
    const { value, repeated } = singleHeader(request, SIGNATURE_HEADER);
    const nowSeconds = Math.floor(clock.now() / 1000);
    const header = value === undefined || repeated ? '' : value;
    const verdict = verifyWebhook({ header, secrets: [secret], body, nowSeconds });
    if (verdict === 'valid' && ats) return 'valid';
    log.info('webhook.signature_refused', { ats_id: ats?.atsId ?? null, verdict });
    return 'invalid';
  };
}

import type { IncomingMessage } from 'node:http';
import type { Ats } from '../shared/core/ats.ts';
import { SIGNATURE_HEADER } from '../shared/core/signature/signature-header.ts';
import { verifyWebhook } from '../shared/core/signature/verify-webhook.ts';
import { secretsInForce } from '../shared/core/webhook-secrets/secrets-in-force.ts';
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
 * Makes the check that a body was signed with an incoming secret of the ATS that is in force; why it was not is told to the log only.
 * Everybody's is checked against two secrets: a decoy takes the place of the second one where there is no overlap, and of both where
 * there is no such ATS. So the work is the same for all, and time tells of neither.
 */
export function createSignatureCheck({ secrets, clock, ids, log }: SignatureCheckDeps): SignatureCheck {
  const decoyBinding = { atsId: 'decoy', purpose: 'incoming' } as const;
  let decoy: string | undefined;

  async function openSecretsOf(ats: Ats | undefined): Promise<string[]> {
    // Made for everybody, so that nobody's first call takes longer.
    decoy ??= await secrets.seal(ids.randomBytes(32).toString('base64url'), decoyBinding);
    const noSecret = { sealed: decoy, binding: decoyBinding };
    const own = ats ? secretsInForce(ats, 'incoming', clock.now()).sealed : [];
    const places = [0, 1].map((place) => {
      const sealed = own[place];
      if (ats === undefined || sealed === undefined) return noSecret;
      return { sealed, binding: { atsId: ats.atsId, purpose: 'incoming' } as const };
    });
    return Promise.all(places.map(({ sealed, binding }) => secrets.open(sealed, binding)));
  }

  return async (request, body, ats) => {
    const opened = await orUnavailable(openSecretsOf(ats));
    const { value, repeated } = singleHeader(request, SIGNATURE_HEADER);
    const nowSeconds = Math.floor(clock.now() / 1000);
    const header = value === undefined || repeated ? '' : value;
    const verdict = verifyWebhook({ header, secrets: opened, body, nowSeconds });
    if (verdict === 'valid' && ats) return 'valid';
    log.info('webhook.signature_refused', { ats_id: ats?.atsId ?? null, verdict });
    return 'invalid';
  };
}

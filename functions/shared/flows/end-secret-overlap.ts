import type { Ats, PreviousSecret } from '../core/ats.ts';
import { GatewayError } from '../core/errors.ts';
import type { SecretPurpose } from '../core/seal-secret.ts';
import { SECRET_FIELDS } from '../core/webhook-secrets/secret-fields.ts';
import { changeAts } from './change-ats.ts';
import type { AtsDeps } from './create-ats.ts';
import { getAts } from './get-ats.ts';
import { isSameSecret } from './is-same-secret.ts';

/**
 * Ends an overlap at once: only the newest secret of that direction counts, and the previous one is removed, also where its time was
 * over already. An overlap that a rotation begins meanwhile is another one, and stays. Throws `not_found` where there is none.
 */
export async function endSecretOverlap(deps: AtsDeps, atsId: string, purpose: SecretPurpose): Promise<Ats> {
  const { previous } = SECRET_FIELDS[purpose];
  const ended = (await getAts(deps, atsId))[previous];
  if (ended === undefined) {
    const detail = `There is no overlap of ${purpose} secrets to end: only the newest of ${atsId} counts`;
    throw new GatewayError('not_found', { detail });
  }
  // The same overlap may by now be sealed with a newer key.
  const isStillThere = async (now: PreviousSecret | undefined) =>
    now?.until === ended.until &&
    (await isSameSecret(deps.secrets, [now.sealed, ended.sealed], { atsId, purpose }));
  const updatedAt = deps.clock.now();
  await changeAts(deps, atsId, {
    plan: () => ({ set: { updatedAt }, remove: [previous] }),
    isDone: async (ats) => !(await isStillThere(ats[previous])),
  });
  return getAts(deps, atsId);
}

import type { Ats } from '../core/ats.ts';
import { GatewayError } from '../core/errors.ts';
import { sealedKeyVersion } from '../core/seal-secret.ts';
import { resealedFields, type StoredSecret, storedSecrets } from '../core/webhook-secrets/stored-secrets.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import { ConflictError, type Store } from '../ports/store.ts';
import { readAts } from './get-ats.ts';
import type { SecretBox } from './secret-box.ts';

/** Beyond this many changes of one ATS at once, the operator is told to try again. */
const MAX_TRIES = 16;
const TOO_MANY = 'The ATS is being changed by too many at once. Try again';

export interface ResealDeps {
  store: Store;
  vault: KeyVault;
  secrets: SecretBox;
}

/**
 * Seals every secret of an ATS with the vault's current key that another one sealed, and resolves to how many those were. The secrets
 * stay what they are, so nothing is written down as a change, and `updatedAt` stays. Each try is on condition that nothing has changed
 * since it was read: a rotation at the same moment is never undone, and what it stored is looked at anew. A commit whose answer was lost
 * is found to be done when the ATS is read again. Throws `not_found`, `unavailable`, the error of a secret that no key opens, or the
 * store's own.
 */
export async function resealAts(deps: ResealDeps, atsId: string): Promise<number> {
  const { version: current } = await deps.vault.current();
  const made = new Set<string>();
  let failure: unknown;
  for (let tries = 0; ; tries += 1) {
    const { path, version, data } = await readAts(deps, atsId);
    const stored = storedSecrets(data);
    const old = stored.filter(({ sealed }) => sealedKeyVersion(sealed) !== current);
    if (old.length === 0) return stored.filter(({ sealed }) => made.has(sealed)).length;
    if (failure !== undefined && !(failure instanceof ConflictError)) throw failure;
    if (tries === MAX_TRIES) throw new GatewayError('unavailable', { detail: TOO_MANY, cause: failure });
    const resealed = await sealAnew(deps, data, old);
    for (const { sealed } of resealed) made.add(sealed);
    try {
      await deps.store.commit([
        { type: 'update', path, set: resealedFields(data, resealed), ifVersion: version },
      ]);
      return resealed.length;
    } catch (error) {
      failure = error;
    }
  }
}

function sealAnew({ secrets }: ResealDeps, { atsId }: Ats, old: StoredSecret[]): Promise<StoredSecret[]> {
  return Promise.all(
    old.map(async (secret) => {
      const binding = { atsId, purpose: secret.purpose };
      return { ...secret, sealed: await secrets.seal(await secrets.open(secret.sealed, binding), binding) };
    }),
  );
}

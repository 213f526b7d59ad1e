import { openSecret, type SecretBinding, sealedKeyVersion, sealSecret } from '../core/seal-secret.ts';
import type { Ids } from '../ports/ids.ts';
import type { KeyVault } from '../ports/key-vault.ts';

export interface SecretBox {
  seal(plaintext: string, binding: SecretBinding): Promise<string>;
  /** Opens with whichever key version sealed it. Throws when it is not bound so, or was altered. */
  open(sealed: string, binding: SecretBinding): Promise<string>;
}

const NONCE_BYTES = 12;

/** Seals and opens secrets with the vault's keys. */
export function createSecretBox({ vault, ids }: { vault: KeyVault; ids: Ids }): SecretBox {
  return {
    seal: async (plaintext, binding) =>
      sealSecret(plaintext, await vault.current(), binding, ids.randomBytes(NONCE_BYTES)),
    open: async (sealed, binding) =>
      openSecret(sealed, await vault.byVersion(sealedKeyVersion(sealed)), binding),
  };
}

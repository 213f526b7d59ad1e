import type { SealingKey } from '../core/seal-secret.ts';

/** The platform's master keys for sealing secrets. */
export interface KeyVault {
  /** The key that new secrets are sealed with. */
  current(): Promise<SealingKey>;
  /** The key of a version that something was sealed with. Throws when there is none. */
  byVersion(version: string): Promise<SealingKey>;
  /** A 32-byte key derived for one named use, such as signing cursors; stable across restarts. */
  derive(use: string): Promise<Uint8Array>;
}

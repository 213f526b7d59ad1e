import { hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;

/**
 * A 32-byte key for one named use, by HKDF-SHA-256 from a root key. Every key vault derives like this, so that the same root
 * gives the same keys wherever it is kept; keys of different uses tell nothing of each other or of the root.
 */
export function deriveKey(root: Uint8Array, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', root, '', `carvos:${use}`, KEY_BYTES));
}

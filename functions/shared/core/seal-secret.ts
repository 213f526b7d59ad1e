import { createCipheriv, createDecipheriv } from 'node:crypto';

/** What a sealed secret is for. A secret sealed for one purpose never opens for the other. */
export type SecretPurpose = 'incoming' | 'outgoing';

/** What the ciphertext is bound to: moved to another ATS or purpose, it does not open. */
export interface SecretBinding {
  atsId: string;
  purpose: SecretPurpose;
}

export interface SealingKey {
  /** The key vault's name for this key, such as `1`; it is written into what the key seals. */
  version: string;
  /** 32 bytes. */
  key: Uint8Array;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 's1';
const KEY_VERSION = /^[A-Za-z0-9_-]+$/;

/**
 * Seals a secret with AES-256-GCM: `s1.<key version>.<base64url of nonce, ciphertext and tag>`. The nonce is 12
 * random bytes, fresh each time; format, key version, ATS and purpose are authenticated with it (AAD).
 */
export function sealSecret(
  plaintext: string,
  { version, key }: SealingKey,
  binding: SecretBinding,
  nonce: Uint8Array,
): string {
  if (nonce.length !== NONCE_BYTES) throw new Error(`a nonce has ${NONCE_BYTES} bytes, not ${nonce.length}`);
  if (!KEY_VERSION.test(version)) throw new Error('a key version is letters, digits, "_" and "-"');
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(version, binding));
  const sealed = Buffer.concat([
    nonce,
    cipher.update(plaintext, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return `${FORMAT}.${version}.${sealed.toString('base64url')}`;
}

/** The key version that `sealed` names. Throws on anything but a sealed secret. */
export function sealedKeyVersion(sealed: string): string {
  return split(sealed).version;
}

/** Opens a sealed secret. Throws when the key, the ATS, the purpose or a single bit differs. */
export function openSecret(sealed: string, { version, key }: SealingKey, binding: SecretBinding): string {
  const parts = split(sealed);
  if (parts.version !== version) throw new Error(`sealed with key version ${parts.version}, not ${version}`);
  const nonce = parts.bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(additionalData(version, binding));
  decipher.setAuthTag(parts.bytes.subarray(-TAG_BYTES));
  const ciphertext = parts.bytes.subarray(NONCE_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
}

function additionalData(version: string, { atsId, purpose }: SecretBinding): Buffer {
  return Buffer.from(JSON.stringify(['carvos-secret', FORMAT, version, atsId, purpose]));
}

function split(sealed: string): { version: string; bytes: Buffer } {
  const [format, version = '', data = '', ...rest] = sealed.split('.');
  const bytes = Buffer.from(data, 'base64url');
  // Node reads base64url leniently; only the one spelling that `sealSecret` writes is taken for a sealed secret.
  const intact = bytes.toString('base64url') === data && bytes.length >= NONCE_BYTES + TAG_BYTES;
  if (format !== FORMAT || !KEY_VERSION.test(version) || rest.length > 0 || !intact) {
    throw new Error('not a sealed secret');
  }
  return { version, bytes };
}

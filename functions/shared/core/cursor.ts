import { createHmac, timingSafeEqual } from 'node:crypto';

const MAC_BYTES = 16;

/**
 * Makes an opaque cursor: `position` signed together with `scope`, the list it belongs to, so that it opens neither
 * altered nor on another list, client or ATS.
 */
export function sealCursor(position: string, scope: readonly string[], key: Uint8Array): string {
  const body = Buffer.from(position, 'utf8');
  return Buffer.concat([mac(body, scope, key), body]).toString('base64url');
}

/** The position a cursor stands for, or undefined when it is not one of this list. */
export function openCursor(cursor: string, scope: readonly string[], key: Uint8Array): string | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== cursor) return undefined;
  const body = bytes.subarray(MAC_BYTES);
  const genuine = timingSafeEqual(bytes.subarray(0, MAC_BYTES), mac(body, scope, key));
  return genuine ? body.toString('utf8') : undefined;
}

function mac(body: Uint8Array, scope: readonly string[], key: Uint8Array): Buffer {
  const digest = createHmac('sha256', key).update(JSON.stringify(scope)).update('\n').update(body).digest();
  return digest.subarray(0, MAC_BYTES);
}

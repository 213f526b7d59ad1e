import { timingSafeEqual } from 'node:crypto';
import { parseSignatureHeader, SIGNATURE_TOLERANCE_SECONDS } from './signature-header.ts';
import { webhookMac } from './webhook-mac.ts';

export interface VerifyWebhookInput {
  header: string;
  secrets: readonly string[];
  /** The raw bytes as received, before any parsing. */
  body: Uint8Array;
  nowSeconds: number;
}

const MAC_HEX_LENGTH = 64;
const ZEROS = Buffer.alloc(32);

export type SignatureVerdict = 'valid' | 'malformed' | 'outside-tolerance' | 'mismatch';

/**
 * Checks a webhook's signature (spec section 3). One `v1` that matches one secret is enough. Every part is compared
 * with every secret, in constant time, so the time taken tells nothing about which one came close.
 */
export function verifyWebhook({ header, secrets, body, nowSeconds }: VerifyWebhookInput): SignatureVerdict {
  const parsed = parseSignatureHeader(header);
  if (parsed === undefined || parsed.signatures.length === 0) return 'malformed';
  const expected = secrets.map((secret) => webhookMac(secret, parsed.timestamp, body));
  let matches = false;
  for (const signature of parsed.signatures) {
    const given = fromHex(signature);
    for (const mac of expected) matches = timingSafeEqual(given, mac) || matches;
  }
  if (!matches) return 'mismatch';
  const age = Math.abs(nowSeconds - Number(parsed.timestamp));
  return age <= SIGNATURE_TOLERANCE_SECONDS ? 'valid' : 'outside-tolerance';
}

/** 32 bytes of zero stand in for what is not 64 hex digits: an HMAC never equals them but by chance of 2^-256. */
function fromHex(signature: string): Buffer {
  // Decoding ends at the first character that is not a hex digit, and leaves fewer than 32 bytes.
  const bytes = signature.length === MAC_HEX_LENGTH ? Buffer.from(signature, 'hex') : ZEROS;
  return bytes.length === ZEROS.length ? bytes : ZEROS;
}

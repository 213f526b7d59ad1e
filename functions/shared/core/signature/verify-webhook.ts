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

const HEX_MAC = /^[0-9a-f]{64}$/i;

/** Stands in for what is not a MAC: an HMAC never equals it but by chance of 2^-256. */
const ZEROS = '0'.repeat(64);

/** Where two MACs in hex are compared; making a Buffer for each takes longer than all else but the HMAC. */
const left = Buffer.alloc(ZEROS.length);
const right = Buffer.alloc(ZEROS.length);

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
    const given = HEX_MAC.test(signature) ? signature.toLowerCase() : ZEROS;
    for (const mac of expected) matches = safeEqual(given, mac) || matches;
  }
  if (!matches) return 'mismatch';
  const age = Math.abs(nowSeconds - Number(parsed.timestamp));
  return age <= SIGNATURE_TOLERANCE_SECONDS ? 'valid' : 'outside-tolerance';
}

/** Compares two MACs in constant time. */
function safeEqual(given: string, mac: string): boolean {
  left.write(given, 'latin1');
  right.write(mac, 'latin1');
  return timingSafeEqual(left, right);
}

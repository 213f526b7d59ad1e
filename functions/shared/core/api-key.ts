import { hash, timingSafeEqual } from 'node:crypto';

/** `carv_<base64url(ats_id)>_<256 random bits as base64url>`: 43 characters end it, so the split is never in doubt. */
const API_KEY = /^carv_([A-Za-z0-9-]{4,54})_([A-Za-z0-9_-]{43})$/;
const ATS_ID = /^[a-z0-9-]{3,40}$/;

export function isAtsId(value: string): boolean {
  return ATS_ID.test(value);
}

/** Makes an API key from 32 random bytes. */
export function makeApiKey(atsId: string, random: Uint8Array): string {
  if (!isAtsId(atsId)) throw new Error('an ats_id matches [a-z0-9-]{3,40}');
  if (random.length !== 32) throw new Error('an API key holds 32 random bytes');
  return `carv_${Buffer.from(atsId).toString('base64url')}_${Buffer.from(random).toString('base64url')}`;
}

/** The ATS an API key claims to be of, or undefined for what is not an API key. Proves nothing: compare the hash. */
export function atsIdOfApiKey(apiKey: string): string | undefined {
  const encoded = API_KEY.exec(apiKey)?.[1];
  if (encoded === undefined) return undefined;
  const atsId = Buffer.from(encoded, 'base64url').toString('latin1');
  return isAtsId(atsId) && Buffer.from(atsId).toString('base64url') === encoded ? atsId : undefined;
}

/** SHA-256 as hex: the only form in which an API key is stored. 256 random bits need no slow hash. */
export function hashApiKey(apiKey: string): string {
  return hash('sha256', apiKey);
}

/** Compares in constant time. An absent hash takes as long as a wrong one. */
export function apiKeyMatches(apiKey: string, storedHash: string | undefined): boolean {
  const given = hash('sha256', apiKey, 'buffer');
  const stored = Buffer.from(storedHash ?? '', 'hex');
  const equal = timingSafeEqual(given, stored.length === given.length ? stored : Buffer.alloc(given.length));
  return equal && stored.length === given.length;
}

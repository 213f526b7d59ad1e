/** What is read of a Google ID token. */
export interface GoogleIdClaims {
  email: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

const ISSUERS: ReadonlySet<unknown> = new Set(['https://accounts.google.com', 'accounts.google.com']);

/** By so much the clocks of Google and of this machine may differ where a token looks as if it were not issued yet. */
const CLOCK_SKEW_MS = 60_000;

/** Google's tokens hold for an hour; one that claims to hold for longer than this was not made by what it names. */
const MAX_LIFETIME_MS = 86_400_000;

export interface ExpectedClaims {
  audience: string;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * The claims in a token's payload, if it is from Google, for this very audience, of an account whose address is verified, and holds
 * now; otherwise undefined. The signature is another's business. Never throws.
 */
export function readGoogleIdClaims(
  payload: string | undefined,
  { audience, now }: ExpectedClaims,
): GoogleIdClaims | undefined {
  const claims = parseObject(payload ?? '');
  const { iss, aud, email, email_verified: verified, iat, exp } = claims;
  if (!ISSUERS.has(iss) || aud !== audience || audience === '') return undefined;
  if (typeof email !== 'string' || email === '' || verified !== true) return undefined;
  if (typeof iat !== 'number' || typeof exp !== 'number') return undefined;
  const issuedAt = iat * 1000;
  const expiresAt = exp * 1000;
  if (issuedAt > now + CLOCK_SKEW_MS || expiresAt <= now || expiresAt - issuedAt > MAX_LIFETIME_MS)
    return undefined;
  return { email, expiresAt };
}

/** The payload part of a token as text; undefined when the token has not three parts. */
export function decodePayload(token: string): string | undefined {
  const [, payload, signature, ...rest] = token.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0) return undefined;
  return Buffer.from(payload, 'base64url').toString('utf8');
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

import { createHash, createPublicKey } from 'node:crypto';
import { compactVerify } from 'jose';
import { MAX_SESSION_COOKIE_LENGTH } from '../../../core/portal/person.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { SessionKeys } from './session-keys.ts';

/** What a session cookie says of the session, without regard to what has become of the account since. */
export interface SessionClaims {
  userId: string;
  sessionId: string;
  /** Epoch milliseconds, of whole seconds. */
  signedInAt: number;
  expiresAt: number;
}

/** The claims of a cookie that is genuine, for this project, and not past its end; undefined for any other text. */
export type ReadSessionCookie = (cookie: string) => Promise<SessionClaims | undefined>;

export interface SessionCookieDeps {
  projectId: string;
  clock: Clock;
}

interface Parts {
  header: Record<string, unknown>;
  claims: SessionClaims;
  isSigned: boolean;
}

/** By so much Google's clock may be ahead of this machine's. */
const CLOCK_SKEW_MS = 60_000;

/** Signed with RS256 by one of `keys`. Rejects when the keys cannot be had. */
export function signedSessionCookies(deps: SessionCookieDeps & { keys: SessionKeys }): ReadSessionCookie {
  return async (cookie) => {
    const parts = readParts(cookie, deps);
    const { alg, kid } = parts?.header ?? {};
    if (!parts?.isSigned || alg !== 'RS256' || typeof kid !== 'string') return undefined;
    const pem = await deps.keys(kid);
    if (pem === undefined) return undefined;
    const key = createPublicKey(pem);
    const verified = compactVerify(cookie, key, { algorithms: ['RS256'] });
    return verified.then(
      () => parts.claims,
      () => undefined,
    );
  };
}

/** As the Auth emulator makes them: `alg: none`, so that anybody can write one. For a developer's own machine only. */
export function unsignedSessionCookies(deps: SessionCookieDeps): ReadSessionCookie {
  return async (cookie) => {
    const parts = readParts(cookie, deps);
    return parts?.header.alg === 'none' && !parts.isSigned ? parts.claims : undefined;
  };
}

function readParts(cookie: string, { projectId, clock }: SessionCookieDeps): Parts | undefined {
  if (cookie.length > MAX_SESSION_COOKIE_LENGTH) return undefined;
  const [, header, payload, signature] = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/.exec(cookie) ?? [];
  if (header === undefined || payload === undefined) return undefined;
  const { iss, aud, sub, iat, exp, auth_time: signedIn } = decode(payload);
  if (iss !== `https://session.firebase.google.com/${projectId}` || aud !== projectId) return undefined;
  if (typeof sub !== 'string' || sub === '' || !isTime(iat) || !isTime(exp) || !isTime(signedIn))
    return undefined;
  const now = clock.now();
  if (exp * 1000 <= now || Math.max(iat, signedIn) * 1000 > now + CLOCK_SKEW_MS) return undefined;
  // Not of the whole cookie: its signature's last character has bits that say nothing, and so has several spellings.
  const sessionId = createHash('sha256').update(`${header}.${payload}`).digest('hex');
  return {
    header: decode(header),
    claims: { userId: sub, sessionId, signedInAt: signedIn * 1000, expiresAt: exp * 1000 },
    isSigned: signature !== '',
  };
}

function decode(part: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    return {};
  }
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

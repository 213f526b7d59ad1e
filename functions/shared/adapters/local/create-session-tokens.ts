import { hash } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { MAX_SESSION_COOKIE_LENGTH, PORTAL_SESSION_MS } from '../../core/portal/person.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';

export interface SessionToken {
  userId: string;
  /** The generation of the account that it was made in. */
  generation: number;
  sessionId: string;
  signedInAt: number;
  expiresAt: number;
}

export interface SessionTokenDeps {
  clock: Clock;
  ids: Ids;
  key: () => Promise<Uint8Array>;
}

const ISSUER = 'carvos-portal';
const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** What stands in the cookie: a JWT (HS256), as Identity Platform's session cookies are JWTs. */
export function createSessionTokens({ clock, ids, key }: SessionTokenDeps) {
  return {
    async make(userId: string, generation: number): Promise<string> {
      const now = clock.now();
      return new SignJWT({ at: now, generation })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setSubject(userId)
        .setJti(ids.uniqueId())
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor((now + PORTAL_SESSION_MS) / 1000))
        .sign(await key());
    },
    /** What it says, if it holds. */
    async read(cookie: string): Promise<SessionToken | undefined> {
      if (cookie.length > MAX_SESSION_COOKIE_LENGTH || !TOKEN.test(cookie)) return undefined;
      const options = { algorithms: ['HS256'], issuer: ISSUER, currentDate: new Date(clock.now()) };
      const secret = await key();
      const verified = await jwtVerify(cookie, secret, options).catch(() => undefined);
      const { sub, exp, at, generation } = verified?.payload ?? {};
      if (sub === undefined || exp === undefined) return undefined;
      if (typeof at !== 'number' || typeof generation !== 'number') return undefined;
      // The signature's own spelling may be another one; what it is over may not.
      const sessionId = hash('sha256', cookie.slice(0, cookie.lastIndexOf('.')));
      return { userId: sub, generation, sessionId, signedInAt: at, expiresAt: exp * 1000 };
    },
  };
}

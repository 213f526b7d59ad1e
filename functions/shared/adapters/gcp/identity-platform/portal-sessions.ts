import { GatewayError } from '../../../core/errors.ts';
import { PORTAL_SESSION_MS, type PortalSession } from '../../../core/portal/person.ts';
import type { PortalIdentity, SignedIn } from '../../../ports/portal-identity.ts';
import { isSuperseded, lookUp, personOf } from './account.ts';
import { endOfSessions, type IdentityParts } from './identity-parts.ts';
import { IdentityToolkitError, undefinedFor } from './identity-toolkit-error.ts';

/** One and the same answer to whoever signs in, also where the text of an address or password is none that can be one. */
const NOT_SIGNED_IN = [
  ...['EMAIL_NOT_FOUND', 'INVALID_PASSWORD', 'INVALID_LOGIN_CREDENTIALS', 'USER_DISABLED'],
  ...['INVALID_EMAIL', 'MISSING_EMAIL', 'MISSING_PASSWORD'],
];

/** What a genuine cookie comes to: `no-access` is an account that is gone, disabled or without a role. */
type Verdict = PortalSession | 'not-genuine' | 'no-access' | 'superseded';

/** Signing in, and what comes of it: session cookies of Identity Platform, looked up with every use. */
export function createPortalSessions(
  parts: IdentityParts,
): Pick<PortalIdentity, 'signIn' | 'verify' | 'revoke'> {
  const { toolkit } = parts;
  return {
    async signIn(email, password) {
      const idToken = await checkPassword(parts, email.toLowerCase(), password);
      return idToken === undefined ? undefined : beginSession(parts, idToken);
    },
    async verify(cookie) {
      const verdict = await judge(parts, cookie);
      return typeof verdict === 'string' ? undefined : verdict;
    },
    async revoke(userId) {
      const update = { localId: userId, validSince: endOfSessions(parts) };
      // Nobody has no sessions.
      await toolkit.asOwner('/accounts:update', update).catch(undefinedFor('USER_NOT_FOUND'));
    },
  };
}

async function checkPassword({ toolkit }: IdentityParts, email: string, password: string) {
  const credentials = { email, password, returnSecureToken: true };
  const answer = await toolkit
    .asAnyone<{ idToken?: string }>('accounts:signInWithPassword', credentials)
    .catch((error: unknown) => {
      // Google locks an account that is guessed at too often. To say so would tell that there is one.
      if (error instanceof GatewayError && error.code === 'rate_limited') return undefined;
      return undefinedFor(...NOT_SIGNED_IN)(error);
    });
  if (answer && !answer.idToken) {
    throw new Error('Identity Platform asks for a second factor, which the portal does not know');
  }
  return answer?.idToken;
}

async function beginSession(parts: IdentityParts, idToken: string): Promise<SignedIn | undefined> {
  const cookie = await createCookie(parts, idToken);
  const verdict = cookie === undefined ? 'no-access' : await judge(parts, cookie);
  if (cookie === undefined || verdict === 'no-access') return undefined;
  if (verdict === 'superseded') throw tryAgain();
  if (verdict === 'not-genuine') {
    throw new Error(
      'Identity Platform made a session cookie that does not hold: is the API key this project’s?',
    );
  }
  return { cookie, session: verdict };
}

async function createCookie({ toolkit }: IdentityParts, idToken: string): Promise<string | undefined> {
  const request = { idToken, validDuration: String(PORTAL_SESSION_MS / 1000) };
  const answer = await toolkit
    .asOwner<{ sessionCookie: string }>(':createSessionCookie', request)
    .catch((error) => {
      // The sign-in of just now is older than a revocation of this second.
      if (error instanceof IdentityToolkitError && error.code === 'TOKEN_EXPIRED') throw tryAgain();
      return undefinedFor('USER_DISABLED', 'USER_NOT_FOUND')(error);
    });
  return answer?.sessionCookie;
}

/** A password or revocation of this very second, which the new session would seem to be older than. The next second is soon here. */
function tryAgain(): GatewayError {
  return new GatewayError('unavailable', { headers: { 'retry-after': '1' } });
}

async function judge({ toolkit, readCookie }: IdentityParts, cookie: string): Promise<Verdict> {
  const claims = await readCookie(cookie);
  if (claims === undefined) return 'not-genuine';
  const { userId, sessionId, signedInAt, expiresAt } = claims;
  const account = await lookUp(toolkit, { localId: [userId] });
  const person = account?.localId === userId && !account.disabled ? personOf(account) : undefined;
  if (account === undefined || person === undefined) return 'no-access';
  return isSuperseded(account, signedInAt) ? 'superseded' : { person, sessionId, signedInAt, expiresAt };
}

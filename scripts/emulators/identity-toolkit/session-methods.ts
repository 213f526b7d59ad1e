import { timingSafeEqual } from 'node:crypto';
import { decodeJwt } from 'jose';
import { demand } from './toolkit-error.ts';
import { findByEmail, inSeconds, isEmailAddress, type ToolkitState } from './toolkit-state.ts';

const ID_TOKEN_SECONDS = 3600;
const MIN_COOKIE_SECONDS = 300;
const MAX_COOKIE_SECONDS = 14 * 24 * 3600;

/** `accounts:signInWithPassword`, with protection against the enumeration of e-mail addresses. */
export async function signInWithPassword(state: ToolkitState, body: { email?: string; password?: string }) {
  const { email, password } = body;
  demand(email, 'MISSING_EMAIL');
  demand(isEmailAddress(email), 'INVALID_EMAIL');
  demand(password, 'MISSING_PASSWORD');
  demand(!state.lockedOut.has(email.toLowerCase()), 'TOO_MANY_ATTEMPTS_TRY_LATER : Access is disabled');
  const account = findByEmail(state, email);
  const expected = account?.passwordHash;
  demand(account && expected, 'INVALID_LOGIN_CREDENTIALS');
  const given = state.hashPassword(account, password);
  demand(timingSafeEqual(Buffer.from(given), Buffer.from(expected)), 'INVALID_LOGIN_CREDENTIALS');
  demand(!account.disabled, 'USER_DISABLED');
  const now = state.clock.now();
  account.lastLoginAt = now;
  const { localId } = account;
  const idToken = await state.signer.sign({
    ...JSON.parse(account.customAttributes ?? '{}'),
    iss: `https://securetoken.google.com/${state.projectId}`,
    aud: state.projectId,
    auth_time: inSeconds(now),
    user_id: localId,
    sub: localId,
    iat: inSeconds(now),
    exp: inSeconds(now) + ID_TOKEN_SECONDS,
    email: account.email,
    email_verified: true,
    firebase: { identities: { email: [account.email] }, sign_in_provider: 'password' },
  });
  return { localId, email: account.email, registered: true, idToken, expiresIn: String(ID_TOKEN_SECONDS) };
}

/** `:createSessionCookie`. The ID token is one of this server's own, and so is taken at its word. */
export async function createSessionCookie(
  state: ToolkitState,
  body: { idToken?: string; validDuration?: string },
) {
  const seconds = Number(body.validDuration ?? MAX_COOKIE_SECONDS);
  demand(body.idToken, 'MISSING_ID_TOKEN');
  demand(seconds >= MIN_COOKIE_SECONDS && seconds <= MAX_COOKIE_SECONDS, 'INVALID_DURATION');
  const claims = decodeJwt(body.idToken);
  const account = state.accounts.get(String(claims.sub));
  demand(account, 'USER_NOT_FOUND');
  demand(!account.disabled, 'USER_DISABLED');
  demand(Number(claims.iat) >= (account.validSince ?? 0), 'TOKEN_EXPIRED');
  const iat = inSeconds(state.clock.now());
  const iss = `https://session.firebase.google.com/${state.projectId}`;
  return { sessionCookie: await state.signer.sign({ ...claims, iss, iat, exp: iat + seconds }) };
}

import type { GoogleAuth } from 'google-auth-library';
import type { Clock } from '../../ports/clock.ts';
import { decodePayload, readGoogleIdClaims } from './google-id-claims.ts';
import { keepFresh } from './keep-fresh.ts';
import { withDeadline } from './with-deadline.ts';

/** So long before its end a token is renewed, as whoever gets it needs time to use it. */
const RENEW_MS = 5 * 60_000;

/** So long before its end it is given out no more, also where there is no newer one. */
const MARGIN_MS = 30_000;

const RETRY_MS = 10_000;
const TIMEOUT_MS = 5000;

/** A function calls a handful of others. */
const MAX_AUDIENCES = 100;

export interface OwnIdToken {
  token: string;
  /** Of the account that the token is for. */
  email: string;
}

export interface OwnIdTokenDeps {
  auth: Pick<GoogleAuth, 'getIdTokenClient'>;
  clock: Clock;
  timeoutMs?: number;
}

/**
 * ID tokens of the account that this process runs under, for any audience; each is given out again until shortly before its end, so
 * that Google is asked about once an hour. Rejects when there is none to be had within 5 s.
 */
export function ownIdTokens({ auth, clock, timeoutMs = TIMEOUT_MS }: OwnIdTokenDeps) {
  const sources = new Map<string, () => Promise<OwnIdToken>>();

  async function load(audience: string) {
    const fetched = fetchIdToken(auth, audience);
    const token = await withDeadline(fetched, timeoutMs, `no answer within ${timeoutMs} ms`).catch(
      (cause: Error) => {
        throw new Error(`There is no ID token to be had for ${audience}: ${cause.message}`, { cause });
      },
    );
    const claims = readGoogleIdClaims(decodePayload(token), { audience, now: clock.now() });
    if (claims === undefined) throw new Error(`What came as an ID token for ${audience} is none that holds`);
    const { email, expiresAt } = claims;
    return { value: { token, email }, renewAt: expiresAt - RENEW_MS, endsAt: expiresAt - MARGIN_MS };
  }

  return (audience: string): Promise<OwnIdToken> => {
    let source = sources.get(audience);
    if (source === undefined) {
      source = keepFresh({ clock, load: () => load(audience), retryAfterMs: RETRY_MS });
      if (sources.size >= MAX_AUDIENCES) sources.clear();
      sources.set(audience, source);
    }
    return source();
  };
}

/** Straight from the library's source of tokens: its own cache goes by the machine's time, and ours by the clock it is given. */
async function fetchIdToken(auth: OwnIdTokenDeps['auth'], audience: string): Promise<string> {
  const { idTokenProvider } = await auth.getIdTokenClient(audience);
  return idTokenProvider.fetchIdToken(audience);
}

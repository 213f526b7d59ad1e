import type { GoogleAuth } from 'google-auth-library';

/** What the functions' accounts may do is said by their roles, and not by this. */
export const ACCESS_SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

/**
 * OAuth tokens of the account that this process runs under. The library keeps one until shortly before its end; it goes by the
 * machine's clock, as Google does, who alone decides whether a token still holds.
 */
export function ownAccessToken(auth: Pick<GoogleAuth, 'getAccessToken'>): () => Promise<string> {
  return async () => {
    const token = await auth.getAccessToken().catch((cause: Error) => {
      throw new Error('There is no access token to be had for Identity Platform', { cause });
    });
    if (!token) throw new Error('There is no access token to be had for Identity Platform');
    return token;
  };
}

import { type GoogleAuth, UserRefreshClient } from 'google-auth-library';

/** What the functions' accounts may do is said by their roles, and not by this. */
export const ACCESS_SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

/**
 * What says for whom a call is made: an OAuth token of the account that this process runs under. The library keeps one until shortly before
 * its end; it goes by the machine's clock, as Google does, who alone decides whether a token still holds.
 */
export function ownHeaders(
  auth: Pick<GoogleAuth, 'getClient'>,
  projectId: string,
): () => Promise<Record<string, string>> {
  return async () => {
    const { client, token } = await tokenOf(auth).catch((cause: Error) => {
      throw new Error('There is no access token to be had for Identity Platform', { cause });
    });
    if (!token) throw new Error('There is no access token to be had for Identity Platform');
    const authorization = `Bearer ${token}`;
    // A service account's token says whose project the call is counted to. A person's, of `gcloud auth application-default login`, says
    // gcloud's, and Identity Toolkit refuses that.
    return client instanceof UserRefreshClient
      ? { authorization, 'x-goog-user-project': projectId }
      : { authorization };
  };
}

async function tokenOf(auth: Pick<GoogleAuth, 'getClient'>) {
  const client = await auth.getClient();
  return { client, token: (await client.getAccessToken()).token };
}

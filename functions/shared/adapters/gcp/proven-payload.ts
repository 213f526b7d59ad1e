import { createPublicKey } from 'node:crypto';
import { OAuth2Client } from 'google-auth-library';
import { compactVerify } from 'jose';
import { decodePayload } from './google-id-claims.ts';
import { withDeadline } from './with-deadline.ts';

/** Google's public keys: key id → certificate or public key in PEM. */
export type Certs = () => Promise<Readonly<Record<string, string>>>;

/** The payload of a token, if it comes from Google; otherwise undefined or a rejection. What it says is not looked at. */
export type ProvenPayload = (token: string) => Promise<string | undefined>;

const REMOVED = 'SIGNATURE_REMOVED_BY_GOOGLE';
const TIMEOUT_MS = 5000;

/**
 * Behind `run.invoker`: Cloud Run has verified the signature and put a fixed text in its place. That text proves nothing by itself,
 * anyone can write it: this holds only where nobody but the configured accounts may invoke the function. A token that still has a
 * signature was not looked at, as where Cloud Run's check is off, and has it verified here.
 */
export function provenByPlatform(certs: Certs): ProvenPayload {
  const bySignature = provenBySignature(certs);
  return async (token) => (token.endsWith(`.${REMOVED}`) ? decodePayload(token) : bySignature(token));
}

/**
 * Verifies the RS256 signature with the key that the token names. `jose` does it, although google-auth-library can: that one reads
 * the times in a token by the machine's clock instead of the injected one, and takes no notice of which algorithm a token claims.
 */
export function provenBySignature(certs: Certs): ProvenPayload {
  return async (token) => {
    const keys = await withDeadline(certs(), TIMEOUT_MS, `no certificates within ${TIMEOUT_MS} ms`);
    const { payload } = await compactVerify(
      token,
      ({ kid = '' }) => {
        const pem = Object.hasOwn(keys, kid) ? keys[kid] : undefined;
        if (pem === undefined) throw new Error('signed with a key that is not known');
        return createPublicKey(pem);
      },
      { algorithms: ['RS256'] },
    );
    return Buffer.from(payload).toString('utf8');
  };
}

/** Google's certificates; the library keeps them for as long as Google says that they are good. */
export function googleCerts(): Certs {
  const client = new OAuth2Client();
  return async () => (await client.getFederatedSignonCertsAsync()).certs as Record<string, string>;
}

import { createHash, generateKeyPair, type KeyObject, sign as signBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock } from '../../functions/shared/ports/clock.ts';

export interface IdTokenClaims {
  /** Of the service account that the token is for. */
  email: string;
  audience: string;
  /** What else the token is to say, or to say differently; undefined leaves a claim out. */
  claims?: Readonly<Record<string, unknown>>;
}

export interface IdTokenIssuer {
  /** An ID token as Google signs them for service accounts: RS256, good for an hour. */
  sign(claims: IdTokenClaims): string;
  /** Key id → public key in PEM, which `node:crypto` reads as it does a certificate. */
  certs(): Promise<Record<string, string>>;
  /** The same as a JSON Web Key Set. */
  jwks(): { keys: object[] };
}

const LIFETIME_SECONDS = 3600;

/** Stands for accounts.google.com, with a key pair of its own that lives as long as the process. */
export async function createIdTokenIssuer({ clock }: { clock: Clock }): Promise<IdTokenIssuer> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const kid = createHash('sha1').update(pem).digest('hex');
  return {
    sign({ email, audience, claims }) {
      const now = Math.floor(clock.now() / 1000);
      const sub = subjectOf(email);
      const whole = {
        ...{ iss: 'https://accounts.google.com', aud: audience, azp: sub, sub, email, email_verified: true },
        ...{ iat: now, exp: now + LIFETIME_SECONDS },
        ...claims,
      };
      return signToken({ alg: 'RS256', kid, typ: 'JWT' }, whole, privateKey);
    },
    certs: async () => ({ [kid]: pem }),
    jwks: () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid }] }),
  };
}

/** A token as Cloud Run passes it on once it has verified it: with the signature replaced, so that it is of no use elsewhere. */
export function withoutSignature(token: string): string {
  const [header, payload] = token.split('.');
  return `${header}.${payload}.SIGNATURE_REMOVED_BY_GOOGLE`;
}

/** An account's number, of 21 digits as Google's are, always the same for the same e-mail address. */
function subjectOf(email: string): string {
  return `1${BigInt(`0x${createHash('sha256').update(email).digest('hex')}`)}`.slice(0, 21);
}

function signToken(header: object, payload: object, key: KeyObject): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${signBytes('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

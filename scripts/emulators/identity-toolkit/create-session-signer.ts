import { createHash, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { CompactSign } from 'jose';

/** Signs as Identity Platform does: RS256, with a key that is made as it is first needed. */
export interface SessionSigner {
  /** The payload as a JWT; `header` says what its header is to say differently. */
  sign(payload: object, header?: object): Promise<string>;
  /** Key id → public key in PEM, which is read as a certificate is. */
  certs(): Promise<Record<string, string>>;
}

export function createSessionSigner(): SessionSigner {
  let made: ReturnType<typeof makeKey> | undefined;
  const key = () => {
    made ??= makeKey();
    return made;
  };
  return {
    async sign(payload, header) {
      const { kid, privateKey } = await key();
      return new CompactSign(Buffer.from(JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'RS256', kid, ...header })
        .sign(privateKey);
    },
    async certs() {
      const { kid, pem } = await key();
      return { [kid]: pem };
    },
  };
}

async function makeKey(): Promise<{ kid: string; pem: string; privateKey: KeyObject }> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { kid: createHash('sha256').update(pem).digest('base64url').slice(0, 6), pem, privateKey };
}

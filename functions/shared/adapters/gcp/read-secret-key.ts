import type { protos, SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { Status } from 'google-gax';
import type { SealingKey } from '../../core/seal-secret.ts';
import { callWithRetries } from './call-with-retries.ts';
import { crc32c } from './crc32c.ts';
import { explainSecretError, type SecretVersionName, secretsAddCommand } from './explain-secret-error.ts';

type AccessResponse = protos.google.cloud.secretmanager.v1.IAccessSecretVersionResponse;

/** The one call that keys are read by. */
export type SecretManagerClient = Pick<SecretManagerServiceClient, 'accessSecretVersion'>;

export interface ReadSecretKeyDeps {
  client: SecretManagerClient;
  /** For the whole of it, all tries included. */
  timeoutMs: number;
}

const KEY_BYTES = 32;
const RETRIED = [Status.UNAVAILABLE, Status.RESOURCE_EXHAUSTED, Status.DEADLINE_EXCEEDED];

/**
 * Reads one version of a secret as a 32-byte key; the answer names the version that `latest` stands for. Throws an Error that names
 * the secret and says what to do, and never shows what the secret holds.
 */
export async function readSecretKey(deps: ReadSecretKeyDeps, name: SecretVersionName): Promise<SealingKey> {
  const response = await access(deps, name).catch((error) => {
    throw explainSecretError(error, name);
  });
  const version = /\/versions\/([1-9][0-9]*)$/.exec(response.name ?? '')?.[1];
  if (version === undefined)
    throw new Error(`Secret Manager did not say which version of ${name.secret} it gave`);
  const data = payloadOf(response, `${name.secret}, version ${version},`);
  const key = decodeKey(data);
  if (key === undefined) {
    throw new Error(
      `${name.secret}, version ${version}, has ${data.length} bytes that are no key: it must hold ${KEY_BYTES} random bytes, ` +
        `or those in base64. Add a version that does: ${secretsAddCommand(name.secret)}`,
    );
  }
  return { version, key };
}

async function access({ client, timeoutMs }: ReadSecretKeyDeps, { secret, version }: SecretVersionName) {
  const policy = {
    service: 'Secret Manager',
    retryCodes: RETRIED,
    deadlineMs: timeoutMs,
    tryTimeoutMs: timeoutMs * 0.4,
  };
  const request = { name: `${secret}/versions/${version}` };
  const [response] = await callWithRetries(policy, (options) => client.accessSecretVersion(request, options));
  return response;
}

function payloadOf({ payload }: AccessResponse, name: string): Buffer {
  const data = payload?.data ?? '';
  const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : Buffer.from(data);
  const checksum = payload?.dataCrc32c ?? undefined;
  // A flipped bit would make a key that seals but that nothing opens later.
  if (checksum !== undefined && String(checksum) !== String(crc32c(bytes))) {
    throw new Error(`${name} was damaged on its way: its CRC-32C is another. Ask again`);
  }
  return bytes;
}

/** Raw bytes, or what `openssl rand -base64 32` prints, with or without the end of its line. */
function decodeKey(data: Buffer): Uint8Array | undefined {
  if (data.length === KEY_BYTES) return data;
  const text = data.toString('latin1').replace(/\r?\n$/, '');
  const key = Buffer.from(text, 'base64');
  return key.length === KEY_BYTES && key.toString('base64') === text ? key : undefined;
}

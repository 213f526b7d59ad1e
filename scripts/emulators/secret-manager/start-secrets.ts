import { randomBytes } from 'node:crypto';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { clientOptions } from '../../../functions/shared/adapters/gcp/client-options.ts';
import { type SecretManagerEmulator, startSecretManagerEmulator } from './start-secret-manager-emulator.ts';

export interface Secrets {
  emulator: SecretManagerEmulator;
  /** The real client, which asks the emulator. */
  client: SecretManagerServiceClient;
  /** Whole resource names. */
  masterSecret: string;
  rootSecret: string;
  /** Adds a version, of a random key if not said. */
  add(secret: string, data?: Uint8Array | string): Promise<void>;
  close(): Promise<void>;
}

/** The emulator with the two secrets of CarvOS in it, and a key in each unless said otherwise. */
export async function startSecrets({ project = 'demo-carvos', withKeys = true } = {}): Promise<Secrets> {
  const emulator = await startSecretManagerEmulator();
  const client = new SecretManagerServiceClient(clientOptions(emulator.address));
  const parent = `projects/${project}`;
  const add: Secrets['add'] = async (secret, data = randomBytes(32)) => {
    await client.addSecretVersion({ parent: secret, payload: { data: Buffer.from(data) } });
  };
  for (const secretId of ['master-key', 'root-key']) {
    await client.createSecret({ parent, secretId, secret: { replication: { automatic: {} } } });
    if (withKeys) await add(`${parent}/secrets/${secretId}`);
  }
  return {
    emulator,
    client,
    masterSecret: `${parent}/secrets/master-key`,
    rootSecret: `${parent}/secrets/root-key`,
    add,
    async close() {
      await client.close();
      emulator.stop();
    },
  };
}

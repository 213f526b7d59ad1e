import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { clientOptions } from '../../functions/shared/adapters/gcp/client-options.ts';
import { systemClock } from '../../functions/shared/adapters/system/system-clock.ts';
import { type GcpConfig, loadConfig } from '../../functions/shared/config.ts';
import { createGcpRuntime } from '../../functions/shared/runtime/gcp-runtime.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { queueMessages } from './cloud-tasks/queue-messages.ts';
import { startCloudTasksEmulator } from './cloud-tasks/start-cloud-tasks-emulator.ts';
import { createIdTokenIssuer, type IdTokenIssuer } from './id-token-issuer.ts';
import { startSecretManagerEmulator } from './secret-manager/start-secret-manager-emulator.ts';

export interface EmulatedBackends {
  /** What a function in a process of its own is given, so that it finds the emulators. */
  env: Record<string, string>;
  /** The same platform in this process, for making an ATS. Its log is silent. */
  runtime: Runtime;
  /** An ID token as a service's account calls a function with it. */
  idToken(service: 'tasks' | 'scheduler' | 'ai', functionName: string): string;
  stop(): Promise<void>;
}

const LOCATION = 'europe-west1';
const FUNCTION_URL = 'https://functions.example/{function}';

/**
 * Emulators in place of Google's services for functions that run in processes of their own, in a project of their own on the
 * Firestore emulator at `firestoreEmulator`. Tasks stay in their queues: nothing is dispatched.
 */
export async function startEmulatedBackends(firestoreEmulator: string): Promise<EmulatedBackends> {
  const projectId = `demo-${randomUUID()}`;
  const issuer = await createIdTokenIssuer({ clock: systemClock });
  const secretManager = await startSecretManagerEmulator();
  const tasks = await startCloudTasksEmulator({
    clock: systemClock,
    idToken: async ({ email, audience }) => issuer.sign({ email, audience }),
    queues: queueMessages({ projectId, location: LOCATION, queuePrefix: 'carvos-' }),
  });
  const certs = await serveCerts(issuer);
  const account = (service: string) => `${service}@${projectId}.iam.gserviceaccount.com`;
  const env = {
    CARVOS_PLATFORM: 'gcp',
    GOOGLE_CLOUD_PROJECT: projectId,
    CARVOS_LOCATION: LOCATION,
    CARVOS_FUNCTION_URL: FUNCTION_URL,
    CARVOS_TASKS_ACCOUNT: account('tasks'),
    CARVOS_SCHEDULER_ACCOUNT: account('scheduler'),
    CARVOS_AI_ACCOUNT: account('ai'),
    AI_SERVICE_URL: 'https://ai.example',
    FIRESTORE_EMULATOR_HOST: firestoreEmulator,
    CLOUD_TASKS_EMULATOR_HOST: tasks.address,
    SECRET_MANAGER_EMULATOR_HOST: secretManager.address,
    CARVOS_ID_TOKEN_CERTS_URL: certs.url,
  };
  const config = loadConfig({ ...env, LOG_LEVEL: 'silent' }) as GcpConfig;
  await addKeys(config);
  const runtime = createGcpRuntime(config);
  return {
    env,
    runtime,
    idToken: (service, name) =>
      issuer.sign({ email: account(service), audience: FUNCTION_URL.replace('{function}', name) }),
    async stop() {
      await runtime.close();
      await tasks.stop();
      secretManager.stop();
      await certs.stop();
    },
  };
}

/** The two secrets that an operator makes, each with its first version. */
async function addKeys({ projectId, secretManagerEmulator, masterKeySecret, rootKeySecret }: GcpConfig) {
  const client = new SecretManagerServiceClient(clientOptions(secretManagerEmulator));
  const project = `projects/${projectId}`;
  for (const secretId of [masterKeySecret, rootKeySecret]) {
    await client.createSecret({ parent: project, secretId, secret: { replication: { automatic: {} } } });
    const payload = { data: randomBytes(32) };
    await client.addSecretVersion({ parent: `${project}/secrets/${secretId}`, payload });
  }
  await client.close();
}

/** The issuer's public keys, as Google serves its own. */
async function serveCerts(issuer: IdTokenIssuer): Promise<{ url: string; stop(): Promise<void> }> {
  const certs = JSON.stringify(await issuer.certs());
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(certs);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/certs`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

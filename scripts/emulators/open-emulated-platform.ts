import { randomBytes, randomUUID } from 'node:crypto';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { clientOptions } from '../../functions/shared/adapters/gcp/client-options.ts';
import { createGoogleServiceIdentity } from '../../functions/shared/adapters/gcp/google-service-identity.ts';
import { type GcpConfig, loadConfig } from '../../functions/shared/config.ts';
import type { Clock } from '../../functions/shared/ports/clock.ts';
import type { ServiceIdentity, ServiceName } from '../../functions/shared/ports/service-identity.ts';
import { createGcpRuntime } from '../../functions/shared/runtime/gcp-runtime.ts';
import type { RuntimeOverrides } from '../../functions/shared/runtime.ts';
import type { GatewayPlatform } from '../local/gateway-platform.ts';
import { queueMessages } from './cloud-tasks/queue-messages.ts';
import {
  type CloudTasksEmulator,
  startCloudTasksEmulator,
} from './cloud-tasks/start-cloud-tasks-emulator.ts';
import { EMULATED_LOCATION, emulatedEnv } from './emulated-env.ts';
import { createIdTokenIssuer, type IdTokenIssuer } from './id-token-issuer.ts';
import {
  type IdentityToolkitEmulator,
  startIdentityToolkitEmulator,
} from './identity-toolkit/start-identity-toolkit-emulator.ts';
import {
  type SecretManagerEmulator,
  startSecretManagerEmulator,
} from './secret-manager/start-secret-manager-emulator.ts';

export interface EmulatedPlatform extends GatewayPlatform {
  /** The environment of another process that is to run on the same platform. */
  env: Record<string, string>;
  tasks: CloudTasksEmulator;
  secretManager: SecretManagerEmulator;
  /** Undefined where Google's Auth emulator is used. */
  identityToolkit: IdentityToolkitEmulator | undefined;
  /** Stands for accounts.google.com. */
  issuer: IdTokenIssuer;
}

export interface EmulatedPlatformOptions {
  baseUrl: string;
  clock: Clock;
  /** `127.0.0.1:port` of Google's Firestore emulator. */
  firestoreEmulator: string;
  /** `127.0.0.1:port` of Google's Auth emulator, in place of our own server for Identity Platform. */
  authEmulator?: string;
  /** One that nobody else uses, if not said. */
  projectId?: string;
  /** Variables that are not as {@link emulatedEnv} has them. */
  env?: Readonly<Record<string, string>>;
  /** Dispatches under way at once, of each physical queue; as in production if not said. */
  maxConcurrentDispatches?: number;
  config?: Partial<GcpConfig>;
  overrides?: RuntimeOverrides;
}

/** Google Cloud's platform with emulators in Google's place, as seen from functions that run in this process. */
export async function openEmulatedPlatform(options: EmulatedPlatformOptions): Promise<EmulatedPlatform> {
  const { clock, overrides, projectId = `demo-${randomUUID()}`, maxConcurrentDispatches } = options;
  const issuer = await createIdTokenIssuer({ clock });
  const secretManager = await startSecretManagerEmulator({ clock });
  const people = options.authEmulator ?? (await startIdentityToolkitEmulator({ projectId, clock }));
  const identityToolkit = typeof people === 'string' ? undefined : people;
  const tasks = await startTasks({ clock, issuer, projectId, maxConcurrentDispatches });
  const usual = emulatedEnv({
    projectId,
    baseUrl: options.baseUrl,
    firestore: options.firestoreEmulator,
    tasks: tasks.address,
    secretManager: secretManager.address,
    people,
  });
  const env = { ...usual, ...options.env };
  const config = { ...(loadConfig(env) as GcpConfig), ...options.config };
  await addKeys(config);
  const runtime = createGcpRuntime(config, {
    ...overrides,
    clock,
    idTokens: idTokensOf(issuer, 'process', config),
  });
  return {
    runtime,
    env,
    tasks,
    secretManager,
    identityToolkit,
    issuer,
    outside: outsideIdentity(issuer, config, clock),
    startQueue: () => tasks.start(),
    runDueTasks: () => tasks.runDue(),
    stopQueue: () => tasks.stop(),
    // Firestore does this itself; its emulator does not.
    purgeExpired: async () => {},
    async close() {
      await runtime.close();
      secretManager.stop();
      await identityToolkit?.stop();
    },
  };
}

interface TasksOptions extends Pick<EmulatedPlatformOptions, 'clock'> {
  issuer: IdTokenIssuer;
  projectId: string;
  maxConcurrentDispatches: number | undefined;
}

/** Cloud Tasks with the queues that CarvOS has in production. */
function startTasks({ clock, issuer, projectId, maxConcurrentDispatches }: TasksOptions) {
  return startCloudTasksEmulator({
    clock,
    idToken: async ({ email, audience }) => issuer.sign({ email, audience }),
    queues: queueMessages({
      projectId,
      location: EMULATED_LOCATION,
      queuePrefix: 'carvos-',
      ...(maxConcurrentDispatches ? { maxConcurrentDispatches } : {}),
    }),
  });
}

/** The two secrets that an operator makes, each with its first version. */
async function addKeys({ projectId, secretManagerEmulator, masterKeySecret, rootKeySecret }: GcpConfig) {
  const client = new SecretManagerServiceClient(clientOptions(secretManagerEmulator));
  for (const secretId of [masterKeySecret, rootKeySecret]) {
    const parent = `projects/${projectId}`;
    await client.createSecret({ parent, secretId, secret: { replication: { automatic: {} } } });
    await client.addSecretVersion({
      parent: `${parent}/secrets/${secretId}`,
      payload: { data: randomBytes(32) },
    });
  }
  await client.close();
}

/** Tokens of one service's account, as Google's metadata server gives a function those of its own. */
function idTokensOf(issuer: IdTokenIssuer, service: ServiceName, config: GcpConfig) {
  const email = accountOf(config, service);
  const auth = {
    getIdTokenClient: async (audience: string) => ({
      idTokenProvider: { fetchIdToken: async () => issuer.sign({ email, audience }) },
    }),
  };
  return { auth: auth as never, certs: issuer.certs };
}

/** The scheduler and the AI service, which call functions, and the AI service as `process` calls it. */
function outsideIdentity(issuer: IdTokenIssuer, config: GcpConfig, clock: Clock): ServiceIdentity {
  const functionNamed = (name: string) => config.functionUrl.replaceAll('{function}', name);
  const { verify } = createGoogleServiceIdentity({
    clock,
    accounts: { process: accountOf(config, 'process') },
    signature: 'verify',
    ...idTokensOf(issuer, 'ai', config),
  });
  return {
    token: async (service, name) =>
      issuer.sign({ email: accountOf(config, service), audience: functionNamed(name) }),
    verify,
  };
}

function accountOf(config: GcpConfig, service: ServiceName): string {
  const { tasksAccount: tasks, schedulerAccount: scheduler, aiAccount: ai, processAccount = '' } = config;
  return { tasks, scheduler, ai, process: processAccount }[service];
}

import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { CloudTasksClient } from '@google-cloud/tasks';
import { FUNCTION_NAMES, type FunctionName } from '../../function-names.ts';
import { certsFrom } from '../adapters/gcp/certs-from.ts';
import { clientOptions } from '../adapters/gcp/client-options.ts';
import { createCloudTaskQueue } from '../adapters/gcp/cloud-task-queue.ts';
import { createFirestoreClient, EMULATOR_OWNER } from '../adapters/gcp/create-firestore-client.ts';
import { createFirestoreStore } from '../adapters/gcp/firestore-store.ts';
import {
  createGoogleServiceIdentity,
  type GoogleServiceIdentityDeps,
} from '../adapters/gcp/google-service-identity.ts';
import { createIdentityPlatform } from '../adapters/gcp/identity-platform.ts';
import { createSecretManagerKeyVault } from '../adapters/gcp/secret-manager-key-vault.ts';
import { createHttpAiService } from '../adapters/net/http-ai-service.ts';
import type { GcpConfig } from '../config.ts';
import { createSecretBox } from '../flows/secret-box.ts';
import type { Clock } from '../ports/clock.ts';
import type { PortalIdentity } from '../ports/portal-identity.ts';
import type { ServiceIdentity } from '../ports/service-identity.ts';
import { createSenders } from './create-senders.ts';
import type { Runtime, RuntimeOverrides } from './runtime-parts.ts';
import { createSystemParts } from './system-parts.ts';

export interface GcpRuntimeOverrides extends RuntimeOverrides {
  /** Where ID tokens of the own account come from, and what others' are verified with, in place of Google. */
  idTokens?: Pick<GoogleServiceIdentityDeps, 'auth' | 'certs'>;
}

/** Puts Google Cloud's platform together. Nothing is called yet: credentials and services are looked for on first use. */
export function createGcpRuntime(config: GcpConfig, overrides: GcpRuntimeOverrides = {}): Runtime {
  const {
    projectId,
    location,
    queuePrefix,
    databaseId,
    tasksAccount,
    aiServiceUrl,
    portalUrl,
    portalProxies,
  } = config;
  const system = createSystemParts(config, overrides);
  const { clock, ids } = system;
  const { serviceSender, ...sending } = createSenders(config.isDevelopment, overrides);
  const firestore = createFirestoreClient(config.firestoreEmulator);
  const tasks = new CloudTasksClient(clientOptions(config.tasksEmulator));
  const secretManager = new SecretManagerServiceClient(clientOptions(config.secretManagerEmulator));
  const secretNamed = (name: string) => `projects/${projectId}/secrets/${name}`;
  const vault = createSecretManagerKeyVault({
    ...system,
    client: secretManager,
    masterSecret: secretNamed(config.masterKeySecret),
    rootSecret: secretNamed(config.rootKeySecret),
  });
  const identity = createIdentity(config, clock, overrides);
  return {
    ...system,
    ...sending,
    store: createFirestoreStore({
      client: firestore,
      projectId,
      ...(databaseId ? { databaseId } : {}),
      ...(config.firestoreEmulator ? { headers: EMULATOR_OWNER } : {}),
    }),
    queue: createCloudTaskQueue({
      client: tasks,
      projectId,
      location,
      queuePrefix,
      workerUrls: { process: urlOf(config, 'process'), deliver: urlOf(config, 'deliver') },
      serviceAccountEmail: tasksAccount,
    }),
    vault,
    identity,
    portal: { url: `${portalUrl}/portal`, origins: [portalUrl], proxies: portalProxies },
    portalIdentity: createPortalIdentity(config, clock),
    ai: createHttpAiService({
      sender: serviceSender,
      identity,
      url: aiServiceUrl,
      audience: config.aiServiceAudience ?? aiServiceUrl,
    }),
    secrets: createSecretBox({ vault, ids }),
    retryLadder: config.retryLadder,
    rateLimit: config.rateLimit,
    async close() {
      await Promise.all([firestore.close(), tasks.close(), secretManager.close()]);
    },
  };
}

function createIdentity(
  config: GcpConfig,
  clock: Clock,
  { idTokens = {} }: GcpRuntimeOverrides,
): ServiceIdentity {
  const { tasksAccount, schedulerAccount, aiAccount, processAccount, idTokenCertsUrl } = config;
  const accounts = {
    tasks: tasksAccount,
    scheduler: schedulerAccount,
    ai: aiAccount,
    ...(processAccount ? { process: processAccount } : {}),
  };
  return createGoogleServiceIdentity({
    clock,
    accounts,
    audiences: Object.fromEntries(FUNCTION_NAMES.map((name) => [name, urlOf(config, name)])),
    signature: config.isBehindIam ? 'verified-by-platform' : 'verify',
    projectId: config.projectId,
    ...(idTokenCertsUrl ? { certs: certsFrom(idTokenCertsUrl, clock) } : {}),
    ...idTokens,
  });
}

function createPortalIdentity(config: GcpConfig, clock: Clock): PortalIdentity {
  const { projectId, identityApiKey, authEmulator, identityToolkitUrl, sessionCertsUrl } = config;
  return createIdentityPlatform({
    clock,
    projectId,
    apiKey: identityApiKey,
    ...(authEmulator ? { authEmulator } : {}),
    ...(identityToolkitUrl ? { toolkitUrl: identityToolkitUrl } : {}),
    ...(sessionCertsUrl ? { sessionCertsUrl } : {}),
  });
}

/** Where a function is called by the others, which is also what tokens for it are made out to. */
function urlOf({ functionUrl }: GcpConfig, name: FunctionName): string {
  return functionUrl.replaceAll('{function}', name);
}

import type { ServiceName } from '../../functions/shared/ports/service-identity.ts';

export interface EmulatedEnvOptions {
  projectId: string;
  /** Where the functions are, below `/_functions/`, and the stand-in AI service. */
  baseUrl: string;
  /** `127.0.0.1:port` each. */
  firestore: string;
  tasks: string;
  secretManager: string;
  /** What stands in Identity Platform's place: Google's Auth emulator as `127.0.0.1:port`, or a server of our own. */
  people: string | { url: string; certsUrl: string; apiKey: string };
}

/** The region of the emulated queues. */
export const EMULATED_LOCATION = 'europe-west1';

/** The environment variables of Google Cloud's platform with emulators in Google's place. */
export function emulatedEnv(options: EmulatedEnvOptions): Record<string, string> {
  const { projectId, baseUrl, firestore, tasks, secretManager, people } = options;
  const account = (service: ServiceName) => `${service}@${projectId}.iam.gserviceaccount.com`;
  return {
    CARVOS_PLATFORM: 'gcp',
    GOOGLE_CLOUD_PROJECT: projectId,
    CARVOS_LOCATION: EMULATED_LOCATION,
    CARVOS_FUNCTION_URL: `${baseUrl}/_functions/{function}`,
    CARVOS_TASKS_ACCOUNT: account('tasks'),
    CARVOS_SCHEDULER_ACCOUNT: account('scheduler'),
    CARVOS_AI_ACCOUNT: account('ai'),
    CARVOS_PROCESS_ACCOUNT: account('process'),
    CARVOS_PORTAL_URL: new URL(baseUrl).origin,
    CARVOS_PORTAL_PROXIES: '0',
    AI_SERVICE_URL: `${baseUrl}/_ai`,
    FIRESTORE_EMULATOR_HOST: firestore,
    CARVOS_TASKS_EMULATOR_HOST: tasks,
    SECRET_MANAGER_EMULATOR_HOST: secretManager,
    ...peopleEnv(people),
  };
}

function peopleEnv(people: EmulatedEnvOptions['people']): Record<string, string> {
  if (typeof people === 'string') {
    // Google's emulator takes any key.
    return { CARVOS_IDENTITY_API_KEY: 'any', FIREBASE_AUTH_EMULATOR_HOST: people };
  }
  return {
    CARVOS_IDENTITY_API_KEY: people.apiKey,
    CARVOS_IDENTITY_TOOLKIT_URL: people.url,
    CARVOS_SESSION_CERTS_URL: people.certsUrl,
  };
}

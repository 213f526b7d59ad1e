import {
  cloudName,
  emailAddress,
  folder,
  functionUrl,
  hostAndPort,
  ladder,
  oneOf,
  origin,
  type Parse,
  port,
  rateLimit,
  text,
  url,
  wholeNumber,
} from './parsers.ts';

export type Platform = 'local' | 'gcp';

export interface Setting<T = unknown> {
  /** The environment variable. */
  name: string;
  platforms: readonly Platform[];
  /** What it is for, as a sentence. */
  about: string;
  parse: Parse<T>;
  /** Taken where the variable is unset or empty, as text. */
  fallback?: string;
  /** Without it the platform cannot run. */
  required?: true;
  /** For development and tests: on Google Cloud refused except in a `demo-` project on emulators. */
  development?: true;
}

const BOTH = ['local', 'gcp'] as const;
const LOCAL = ['local'] as const;
const GCP = ['gcp'] as const;

/** Every environment variable that CarvOS reads, once: the configuration, its page in the docs and `.env.example` follow this table. */
export const SETTINGS = {
  platform: {
    name: 'CARVOS_PLATFORM',
    platforms: BOTH,
    about: 'Where it runs: `local` on one machine, with its data in a folder; `gcp` on Google Cloud.',
    parse: oneOf('local', 'gcp'),
    fallback: 'local',
  },
  logLevel: {
    name: 'LOG_LEVEL',
    platforms: BOTH,
    about: 'The least severe log lines that are written: `debug`, `info`, `warn`, `error` or `silent`.',
    parse: oneOf('debug', 'info', 'warn', 'error', 'silent'),
    fallback: 'info',
  },
  retryLadder: {
    name: 'CARVOS_LADDER',
    platforms: BOTH,
    about: 'The waits before the five attempts of a delivery, instead of `0s,1m,5m,30m,2h`.',
    parse: ladder,
    fallback: '0s,1m,5m,30m,2h',
    development: true,
  },
  rateLimit: {
    name: 'CARVOS_RATE_LIMIT',
    platforms: BOTH,
    about:
      'How many requests a second of one ATS an instance takes, and how many of them at once. docs/rate-limits.md says what that promises.',
    parse: rateLimit,
    fallback: '100,200',
  },
  port: {
    name: 'PORT',
    platforms: LOCAL,
    about: 'The port of `npm start`; 0 for any that is free.',
    parse: port,
    fallback: '8080',
  },
  dataDir: {
    name: 'CARVOS_DATA_DIR',
    platforms: LOCAL,
    about: 'The folder that the data lies in.',
    parse: folder,
    fallback: '.carvos',
  },
  aiServiceUrl: {
    name: 'AI_SERVICE_URL',
    platforms: BOTH,
    about: 'The AI service. On one machine, without it: the stand-in that `npm start` runs.',
    parse: url,
  },
  aiStandInMode: {
    name: 'CARVOS_AI_STAND_IN',
    platforms: LOCAL,
    about: 'How the stand-in answers: `sync` with the result, `async` with a 202 and the result later.',
    parse: oneOf('sync', 'async'),
    fallback: 'sync',
  },
  aiServiceAudience: {
    name: 'AI_SERVICE_AUDIENCE',
    platforms: GCP,
    about: 'What ID tokens for the AI service are made out to, where that is not `AI_SERVICE_URL`.',
    parse: text,
  },
  projectId: {
    name: 'GOOGLE_CLOUD_PROJECT',
    platforms: GCP,
    about: 'The project that Firestore, the queues and the secrets are in.',
    parse: cloudName,
    required: true,
  },
  location: {
    name: 'CARVOS_LOCATION',
    platforms: GCP,
    about: 'The region of the queues, such as `europe-west1`.',
    parse: cloudName,
    required: true,
  },
  databaseId: {
    name: 'CARVOS_DATABASE',
    platforms: GCP,
    about: 'The Firestore database, where it is not the default one.',
    parse: cloudName,
  },
  queuePrefix: {
    name: 'CARVOS_QUEUE_PREFIX',
    platforms: GCP,
    about: 'What the names of the queues begin with.',
    parse: cloudName,
    fallback: 'carvos-',
  },
  functionUrl: {
    name: 'CARVOS_FUNCTION_URL',
    platforms: GCP,
    about: 'Where functions call each other: a URL in which `{function}` stands for the name.',
    parse: functionUrl,
    required: true,
  },
  masterKeySecret: {
    name: 'CARVOS_MASTER_KEY_SECRET',
    platforms: GCP,
    about: 'The secret whose versions are the keys that the secrets of ATSs are sealed with.',
    parse: cloudName,
    fallback: 'carvos-master-key',
  },
  rootKeySecret: {
    name: 'CARVOS_ROOT_KEY_SECRET',
    platforms: GCP,
    about: 'The secret that the keys for cursors and the like are derived from.',
    parse: cloudName,
    fallback: 'carvos-root-key',
  },
  tasksAccount: {
    name: 'CARVOS_TASKS_ACCOUNT',
    platforms: GCP,
    about: 'The service account that the queues call functions as.',
    parse: emailAddress,
    required: true,
  },
  schedulerAccount: {
    name: 'CARVOS_SCHEDULER_ACCOUNT',
    platforms: GCP,
    about: 'The service account that the scheduler calls `sweep` as.',
    parse: emailAddress,
    required: true,
  },
  aiAccount: {
    name: 'CARVOS_AI_ACCOUNT',
    platforms: GCP,
    about: 'The service account that the AI services send results as.',
    parse: emailAddress,
    required: true,
  },
  processAccount: {
    name: 'CARVOS_PROCESS_ACCOUNT',
    platforms: GCP,
    about:
      'The service account of `process`, which calls the AI service. Needed only where a stand-in takes its place.',
    parse: emailAddress,
    development: true,
  },
  portalUrl: {
    name: 'CARVOS_PORTAL_URL',
    platforms: GCP,
    about: 'Where the portal is served, without a path: `https://portal.example.com`.',
    parse: origin,
    required: true,
  },
  portalProxies: {
    name: 'CARVOS_PORTAL_PROXIES',
    platforms: GCP,
    about:
      "How many addresses stand after the client's own in `X-Forwarded-For` of what the portal asks for; Firebase Hosting's is one.",
    parse: wholeNumber,
    fallback: '1',
  },
  identityApiKey: {
    name: 'CARVOS_IDENTITY_API_KEY',
    platforms: GCP,
    about: "The Identity Platform's web API key, which passwords are checked with.",
    parse: text,
    required: true,
  },
  firestoreEmulator: {
    name: 'FIRESTORE_EMULATOR_HOST',
    platforms: GCP,
    about: "Google's Firestore emulator, on this machine.",
    parse: hostAndPort,
    development: true,
  },
  tasksEmulator: {
    name: 'CARVOS_TASKS_EMULATOR_HOST',
    platforms: GCP,
    about: 'A local server in place of Cloud Tasks.',
    parse: hostAndPort,
    development: true,
  },
  secretManagerEmulator: {
    name: 'SECRET_MANAGER_EMULATOR_HOST',
    platforms: GCP,
    about: 'A local server in place of Secret Manager.',
    parse: hostAndPort,
    development: true,
  },
  authEmulator: {
    name: 'FIREBASE_AUTH_EMULATOR_HOST',
    platforms: GCP,
    about: "Google's Auth emulator in place of Identity Platform. Its sessions are not signed.",
    parse: hostAndPort,
    development: true,
  },
  identityToolkitUrl: {
    name: 'CARVOS_IDENTITY_TOOLKIT_URL',
    platforms: GCP,
    about: 'A local server in place of Identity Platform, whose sessions are signed.',
    parse: url,
    development: true,
  },
  sessionCertsUrl: {
    name: 'CARVOS_SESSION_CERTS_URL',
    platforms: GCP,
    about:
      "The public keys (PEM by key id) that sessions of the portal are verified with, in place of Google's.",
    parse: url,
    development: true,
  },
  idTokenCertsUrl: {
    name: 'CARVOS_ID_TOKEN_CERTS_URL',
    platforms: GCP,
    about: "The public keys (PEM by key id) that ID tokens are verified with, in place of Google's.",
    parse: url,
    development: true,
  },
} as const satisfies Record<string, Setting>;

import { findFirestoreEmulator } from './scripts/emulators/firestore/find-firestore-emulator.ts';

const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' } }],
    '\\.tsx$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
          target: 'es2024',
        },
      },
    ],
  },
};

const NEEDS_FIRESTORE = [
  '<rootDir>/functions/shared/adapters/gcp/firestore-*.test.ts',
  '<rootDir>/tests/google-cloud/*.test.ts',
];

/** End-to-end tests of the main job, which hold on both platforms. */
const ON_BOTH_PLATFORMS = [
  'activity',
  'ai-service',
  'delivery-log',
  'delivery-log-pages',
  'endpoint-health',
  'errors',
  'every-answer',
  'faults',
  'faults-accepting',
  'faults-delivering',
  'faults-pairs',
  'fuzz',
  'health',
  'isolation',
  'leases',
  'lists',
  'logs',
  'lost-answers',
  'meetings',
  'portal-accounts',
  'portal-configuration',
  'portal-deliveries',
  'portal-isolation',
  'portal-session',
  'push-candidate',
  'rate-limit',
  'repeats',
  'resend',
  'retry-ladder',
  'round-trip',
  'sandbox',
  'secret-overlap',
  'timeline',
  'workspaces',
].map((name) => `<rootDir>/tests/${name}.test.ts`);

const NOT_RUN = '<rootDir>/tests/support/google-cloud-not-run.test.ts';

// Where everything is demanded, a missing emulator is found out as it is started, and not passed over here.
const canRunFirestore =
  Boolean(process.env.FIRESTORE_EMULATOR_HOST || process.env.CI) || !('missing' in findFirestoreEmulator());

/** @type {import('jest').Config} */
export default {
  // A bound for what hangs, and not for what a busy machine is slow with.
  testTimeout: 30_000,
  // Jest would leave one core to itself, and then run all files in one process on a machine with two.
  maxWorkers: '100%',
  // Modules of test files that have ended are not always let go; a process that holds many is replaced.
  workerIdleMemoryLimit: '1.5GB',
  projects: [
    {
      ...common,
      displayName: 'local',
      testMatch: ['<rootDir>/{functions,portal,scripts,tests}/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '/adapters/gcp/firestore-',
        '/tests/google-cloud/',
        '/tests/emulators/',
        '/google-cloud-not-run',
      ],
    },
    canRunFirestore
      ? {
          ...common,
          displayName: 'google cloud',
          testMatch: [...NEEDS_FIRESTORE, ...ON_BOTH_PLATFORMS],
          globals: { CARVOS_TEST_PLATFORM: 'gcp' },
          globalSetup: '<rootDir>/tests/support/start-firestore.ts',
          globalTeardown: '<rootDir>/tests/support/stop-firestore.ts',
        }
      : { ...common, displayName: 'google cloud', testMatch: [NOT_RUN] },
  ],
  reporters: ['default', 'summary', '<rootDir>/tests/support/counts-reporter.js'],
};

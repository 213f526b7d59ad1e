import plain from './jest.config.js';

const [local] = plain.projects;

/** What `npm run test:emulators` runs: against the Firebase Emulator Suite, started once for all of it, on the machine's own clock. */
/** @type {import('jest').Config} */
// biome-ignore lint/style/noDefaultExport: this is what Jest loads.
export default {
  ...local,
  displayName: 'emulators',
  testMatch: ['<rootDir>/tests/emulators/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/tests/emulators/support/start-suite.ts',
  globalTeardown: '<rootDir>/tests/emulators/support/stop-suite.ts',
  // Generous: each process of a function takes a second or two to start, and waits of the ladder are real.
  testTimeout: 60_000,
  maxWorkers: 2,
  reporters: plain.reporters,
};

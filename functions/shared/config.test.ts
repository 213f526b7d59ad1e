import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SETTINGS, type Setting } from './config/settings.ts';
import { ConfigError, loadConfig, loadLocalConfig } from './config.ts';

describe('loadConfig', () => {
  test('an empty environment gives the defaults, frozen', () => {
    const config = loadConfig({ PORT: '', CARVOS_LADDER: '', AI_SERVICE_URL: '' });
    expect(config).toEqual({
      platform: 'local',
      port: 8080,
      dataDir: resolve('.carvos'),
      retryLadder: [0, 60_000, 300_000, 1_800_000, 7_200_000],
      rateLimit: { perSecond: 100, burst: 200 },
      aiServiceUrl: undefined,
      aiStandInMode: 'sync',
      logLevel: 'info',
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('every variable is read', () => {
    const env = {
      PORT: '0',
      CARVOS_DATA_DIR: '/tmp/x',
      CARVOS_LADDER: '0s, 500ms,1m,2h,3s',
      CARVOS_RATE_LIMIT: '5, 7',
      AI_SERVICE_URL: 'https://ai.example/base//',
      CARVOS_AI_STAND_IN: 'async',
      LOG_LEVEL: 'silent',
    };
    expect(loadConfig(env)).toEqual({
      platform: 'local',
      port: 0,
      dataDir: '/tmp/x',
      retryLadder: [0, 500, 60_000, 7_200_000, 3000],
      rateLimit: { perSecond: 5, burst: 7 },
      aiServiceUrl: 'https://ai.example/base',
      aiStandInMode: 'async',
      logLevel: 'silent',
    });
  });

  test.each([
    [{ PORT: '65536' }, 'PORT must be a number from 0 to 65535, not "65536"'],
    [{ PORT: '80a' }, 'PORT must be'],
    [{ PORT: '-1' }, 'PORT must be'],
    [{ CARVOS_LADDER: '0s,1s,2s' }, 'CARVOS_LADDER must be 5 durations'],
    [{ CARVOS_LADDER: '1s,1s,2s,3s,4s' }, 'of which the first is 0s'],
    [{ CARVOS_LADDER: '0s,1s,2s,3s,4' }, 'CARVOS_LADDER must be 5 durations'],
    [{ CARVOS_RATE_LIMIT: '5' }, 'CARVOS_RATE_LIMIT must be two whole numbers'],
    [{ CARVOS_RATE_LIMIT: '0,5' }, 'CARVOS_RATE_LIMIT must be two whole numbers from 1, such as 100,200'],
    [{ AI_SERVICE_URL: 'ai.example' }, 'AI_SERVICE_URL must be an http or https URL'],
    [{ CARVOS_AI_STAND_IN: 'maybe' }, 'CARVOS_AI_STAND_IN must be one of sync, async'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of debug, info, warn, error, silent'],
    [{ K_SERVICE: 'rest' }, 'the embedded platform does not run there'],
    [{ CARVOS_PLATFORM: 'aws' }, 'CARVOS_PLATFORM must be one of local, gcp, not "aws"'],
  ])('%j is refused', (env, message) => {
    expect(() => loadConfig(env)).toThrow(ConfigError);
    expect(() => loadConfig(env)).toThrow(message);
  });

  test('all problems are told at once', () => {
    const env = { PORT: 'x', LOG_LEVEL: 'x', K_SERVICE: 'x' };
    expect(() => loadConfig(env)).toThrow(/K_SERVICE[\s\S]*LOG_LEVEL[\s\S]*PORT/);
  });

  test('what is set for the other platform is not looked at', () => {
    expect(loadConfig({ GOOGLE_CLOUD_PROJECT: '7 / 7' })).toEqual(loadConfig({}));
  });

  test('for one machine only, another platform is refused', () => {
    expect(loadLocalConfig({})).toEqual(loadConfig({}));
    expect(() => loadLocalConfig(GCP)).toThrow('this runs the embedded platform only. Unset CARVOS_PLATFORM');
  });
});

const GCP = {
  CARVOS_PLATFORM: 'gcp',
  GOOGLE_CLOUD_PROJECT: 'acme-prod',
  CARVOS_LOCATION: 'europe-west1',
  CARVOS_FUNCTION_URL: 'https://europe-west1-acme-prod.cloudfunctions.net/{function}',
  CARVOS_TASKS_ACCOUNT: 'tasks@acme-prod.iam.gserviceaccount.com',
  CARVOS_SCHEDULER_ACCOUNT: 'scheduler@acme-prod.iam.gserviceaccount.com',
  CARVOS_AI_ACCOUNT: 'ai@acme-prod.iam.gserviceaccount.com',
  AI_SERVICE_URL: 'https://ai.example',
  CARVOS_IDENTITY_API_KEY: 'web-api-key',
  CARVOS_PORTAL_URL: 'https://portal.example',
};
const EMULATED = {
  ...GCP,
  GOOGLE_CLOUD_PROJECT: 'demo-carvos',
  FIRESTORE_EMULATOR_HOST: '127.0.0.1:8085',
};
const SWITCHES = {
  CARVOS_LADDER: '0s,1s,1s,1s,1s',
  CARVOS_TASKS_EMULATOR_HOST: '127.0.0.1:8086',
  SECRET_MANAGER_EMULATOR_HOST: '127.0.0.1:8087',
  CARVOS_ID_TOKEN_CERTS_URL: 'http://127.0.0.1:8088/certs',
  FIREBASE_AUTH_EMULATOR_HOST: '127.0.0.1:8089',
  CARVOS_IDENTITY_TOOLKIT_URL: 'http://127.0.0.1:8090',
  CARVOS_SESSION_CERTS_URL: 'http://127.0.0.1:8090/keys',
  CARVOS_PROCESS_ACCOUNT: 'process@demo-carvos.iam.gserviceaccount.com',
};

describe('loadConfig on Google Cloud', () => {
  test('takes what is needed and fills in the rest', () => {
    expect(loadConfig({ ...GCP, K_SERVICE: 'rest' })).toMatchObject({
      platform: 'gcp',
      projectId: 'acme-prod',
      queuePrefix: 'carvos-',
      masterKeySecret: 'carvos-master-key',
      rootKeySecret: 'carvos-root-key',
      databaseId: undefined,
      retryLadder: [0, 60_000, 300_000, 1_800_000, 7_200_000],
      rateLimit: { perSecond: 100, burst: 200 },
      portalUrl: 'https://portal.example',
      portalProxies: 1,
      isDevelopment: false,
      isBehindIam: true,
    });
    expect(loadConfig(GCP)).toMatchObject({ isBehindIam: false });
  });

  test('tells of everything that is missing at once', () => {
    const required = Object.keys(GCP).filter((name) => name !== 'CARVOS_PLATFORM');
    let message = '';
    try {
      loadConfig({ CARVOS_PLATFORM: 'gcp' });
    } catch (error) {
      message = (error as Error).message;
    }
    for (const name of required) expect(message).toContain(`${name} must be set`);
  });

  test.each([
    [
      { CARVOS_FUNCTION_URL: 'https://example.com/rest' },
      'CARVOS_FUNCTION_URL must be a URL with {function} in it',
    ],
    [{ CARVOS_FUNCTION_URL: 'ftp://example.com/{function}' }, 'CARVOS_FUNCTION_URL must be a URL'],
    [{ CARVOS_TASKS_ACCOUNT: 'tasks' }, "CARVOS_TASKS_ACCOUNT must be a service account's e-mail address"],
    [{ GOOGLE_CLOUD_PROJECT: 'a/b' }, 'GOOGLE_CLOUD_PROJECT must be letters, digits, - and _, not "a/b"'],
    [
      { CARVOS_PORTAL_URL: 'https://portal.example/portal' },
      'CARVOS_PORTAL_URL must be a URL without a path',
    ],
    [{ CARVOS_PORTAL_URL: 'https://u:p@portal.example' }, 'CARVOS_PORTAL_URL must be a URL without a path'],
    [{ CARVOS_PORTAL_URL: 'portal.example' }, 'CARVOS_PORTAL_URL must be an http or https URL'],
    [{ CARVOS_PORTAL_PROXIES: 'one' }, 'CARVOS_PORTAL_PROXIES must be a number from 0 to 9'],
    [{ FIRESTORE_EMULATOR_HOST: 'here' }, 'FIRESTORE_EMULATOR_HOST must be a host and a port'],
  ])('%j is refused', (env, message) => {
    expect(() => loadConfig({ ...GCP, ...env })).toThrow(message);
  });

  test('development switches work in a demo project on an emulator of this machine', () => {
    expect(loadConfig({ ...EMULATED, ...SWITCHES, K_SERVICE: 'rest' })).toMatchObject({
      retryLadder: [0, 1000, 1000, 1000, 1000],
      tasksEmulator: '127.0.0.1:8086',
      isDevelopment: true,
      // The Firebase emulator sets K_SERVICE as well; there is no IAM in front of it.
      isBehindIam: false,
    });
  });

  test.each([
    ['a project of another name', { GOOGLE_CLOUD_PROJECT: 'acme-prod' }],
    ['no emulator', { FIRESTORE_EMULATOR_HOST: '' }],
    ['an emulator elsewhere', { FIRESTORE_EMULATOR_HOST: '10.0.0.7:8085' }],
    [
      'an emulator of a name that only begins right',
      { FIRESTORE_EMULATOR_HOST: 'localhost.evil.example:80' },
    ],
  ])('and are refused, each by name, with %s', (_, change) => {
    for (const [name, value] of Object.entries(SWITCHES)) {
      const env = { ...EMULATED, ...change, [name]: value };
      expect(() => loadConfig(env)).toThrow(
        new RegExp(`${name}.* may be set only in a project whose id begins with demo-`),
      );
    }
  });

  test('every switch is among those tested', () => {
    const switches = Object.values<Setting>(SETTINGS).filter(
      ({ development, platforms }) => development && platforms.includes('gcp'),
    );
    expect(switches.map(({ name }) => name).sort()).toEqual(
      [...Object.keys(SWITCHES), 'FIRESTORE_EMULATOR_HOST'].sort(),
    );
  });
});

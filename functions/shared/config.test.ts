import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigError, loadConfig } from './config.ts';

describe('loadConfig', () => {
  test('an empty environment gives the defaults, frozen', () => {
    const config = loadConfig({ PORT: '', CARVOS_LADDER: '', AI_SERVICE_URL: '' });
    expect(config).toEqual({
      port: 8080,
      dataDir: resolve('.carvos'),
      retryLadder: [0, 60_000, 300_000, 1_800_000, 7_200_000],
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
      AI_SERVICE_URL: 'https://ai.example/base//',
      CARVOS_AI_STAND_IN: 'async',
      LOG_LEVEL: 'silent',
    };
    expect(loadConfig(env)).toEqual({
      port: 0,
      dataDir: '/tmp/x',
      retryLadder: [0, 500, 60_000, 7_200_000, 3000],
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
    [{ AI_SERVICE_URL: 'ai.example' }, 'AI_SERVICE_URL must be an http or https URL'],
    [{ CARVOS_AI_STAND_IN: 'maybe' }, 'CARVOS_AI_STAND_IN must be one of sync, async'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of debug, info, warn, error, silent'],
    [{ K_SERVICE: 'rest' }, 'the embedded platform does not run there'],
  ])('%j is refused', (env, message) => {
    expect(() => loadConfig(env)).toThrow(ConfigError);
    expect(() => loadConfig(env)).toThrow(message);
  });

  test('all problems are told at once', () => {
    const env = { PORT: 'x', LOG_LEVEL: 'x', K_SERVICE: 'x' };
    expect(() => loadConfig(env)).toThrow(/K_SERVICE[\s\S]*PORT[\s\S]*LOG_LEVEL/);
  });
});

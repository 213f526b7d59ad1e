import { resolve } from 'node:path';
import { parseDuration } from './core/duration.ts';
import { RETRY_LADDER, type RetryLadder } from './core/retry-ladder.ts';

export interface Config {
  port: number;
  /** Absolute. */
  dataDir: string;
  retryLadder: RetryLadder;
  /** Without a slash at its end; undefined: the stand-in that `npm start` runs. */
  aiServiceUrl: string | undefined;
  aiStandInMode: 'sync' | 'async';
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** What is wrong with the environment, all of it at once. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

type Env = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const AI_MODES = ['sync', 'async'] as const;

/** Reads the configuration from environment variables. An empty one counts as unset. Throws a {@link ConfigError}. */
export function loadConfig(env: Env): Config {
  const problems: string[] = [];
  if (env.K_SERVICE) {
    problems.push('K_SERVICE is set, so this looks like Cloud Run: the embedded platform does not run there');
  }
  const config: Config = {
    port: readPort(env.PORT || '8080', problems),
    dataDir: resolve(env.CARVOS_DATA_DIR || '.carvos'),
    retryLadder: readLadder(env.CARVOS_LADDER, problems),
    aiServiceUrl: readUrl('AI_SERVICE_URL', env.AI_SERVICE_URL, problems),
    aiStandInMode: oneOf('CARVOS_AI_STAND_IN', env.CARVOS_AI_STAND_IN || 'sync', AI_MODES, problems),
    logLevel: oneOf('LOG_LEVEL', env.LOG_LEVEL || 'info', LOG_LEVELS, problems),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

function readPort(text: string, problems: string[]): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : -1;
  if (port >= 0 && port <= 65_535) return port;
  problems.push(`PORT must be a number from 0 to 65535, not "${text}"`);
  return 0;
}

function readLadder(text: string | undefined, problems: string[]): RetryLadder {
  if (!text) return RETRY_LADDER;
  const rungs = text.split(',').map(parseDuration);
  const complete = rungs.length === RETRY_LADDER.length && rungs.every((rung) => rung !== undefined);
  // The first attempt is always made at once.
  if (complete && rungs[0] === 0) return rungs as unknown as RetryLadder;
  problems.push(
    `CARVOS_LADDER must be ${RETRY_LADDER.length} durations of which the first is 0s, such as 0s,1s,2s,3s,4s, not "${text}"`,
  );
  return RETRY_LADDER;
}

function readUrl(name: string, text: string | undefined, problems: string[]): string | undefined {
  if (!text) return undefined;
  const protocol = URL.parse(text)?.protocol;
  if (protocol !== 'http:' && protocol !== 'https:') {
    problems.push(`${name} must be an http or https URL, not "${text}"`);
  }
  return text.replace(/\/+$/, '');
}

function oneOf<T extends string>(
  name: string,
  text: string,
  allowed: readonly [T, ...T[]],
  problems: string[],
): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined) problems.push(`${name} must be one of ${allowed.join(', ')}, not "${text}"`);
  return found ?? allowed[0];
}

import { InvalidSetting } from './config/parsers.ts';
import { type Platform, SETTINGS, type Setting } from './config/settings.ts';

type Settings = typeof SETTINGS;
type SettingKey = keyof Settings;
type ValueOf<S> = S extends { parse: (text: string) => infer T }
  ? S extends { fallback: string } | { required: true }
    ? T
    : T | undefined
  : never;
type KeysOn<P extends Platform> = {
  [K in SettingKey]: P extends Settings[K]['platforms'][number] ? K : never;
}[SettingKey];
type ConfigOn<P extends Platform> = Omit<{ [K in KeysOn<P>]: ValueOf<Settings[K]> }, 'platform'> & {
  platform: P;
};

/** What was configured for one machine. */
export type LocalConfig = ConfigOn<'local'>;

/** What was configured for Google Cloud. */
export type GcpConfig = ConfigOn<'gcp'> & {
  aiServiceUrl: string;
  /** A `demo-` project on emulators of this machine: development switches work. */
  isDevelopment: boolean;
  /** On Cloud Run, where IAM stands in front of the functions. */
  isBehindIam: boolean;
};

export type Config = LocalConfig | GcpConfig;

type Env = Readonly<Record<string, string | undefined>>;

/** What is wrong with the environment, all of it at once. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Reads the configuration from environment variables. An empty one counts as unset. Throws a {@link ConfigError}. */
export function loadConfig(env: Env): Config {
  const problems: string[] = [];
  const platform = read(SETTINGS.platform, env, problems) as Platform | undefined;
  if (platform === 'local' && env.K_SERVICE) {
    problems.push(
      'K_SERVICE is set, so this looks like Cloud Run: the embedded platform does not run there. Set CARVOS_PLATFORM=gcp',
    );
  }
  const values = platform ? readAll(platform, env, problems) : {};
  const config = platform === 'gcp' ? asGcpConfig(values, env, problems) : values;
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config) as Config;
}

/** The same for what runs on one machine only. */
export function loadLocalConfig(env: Env): LocalConfig {
  const config = loadConfig(env);
  if (config.platform === 'local') return config;
  throw new ConfigError([
    'CARVOS_PLATFORM is gcp, and this runs the embedded platform only. Unset CARVOS_PLATFORM',
  ]);
}

function readAll(platform: Platform, env: Env, problems: string[]): Record<string, unknown> {
  const here = Object.entries<Setting>(SETTINGS).filter(([, { platforms }]) => platforms.includes(platform));
  return Object.fromEntries(here.map(([key, setting]) => [key, read(setting, env, problems)]));
}

function read({ name, parse, fallback, required }: Setting, env: Env, problems: string[]): unknown {
  const text = env[name] || fallback;
  if (text === undefined) {
    if (required) problems.push(`${name} must be set`);
    return undefined;
  }
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof InvalidSetting)) throw error;
    problems.push(`${name} must be ${error.message}, not "${text}"`);
    return undefined;
  }
}

function asGcpConfig(values: Record<string, unknown>, env: Env, problems: string[]) {
  const { projectId = '', firestoreEmulator, aiServiceUrl } = values as Partial<GcpConfig>;
  const isDevelopment = projectId.startsWith('demo-') && isLoopback(firestoreEmulator);
  const switches = Object.values<Setting>(SETTINGS).filter(
    ({ name, platforms, development }) => development && platforms.includes('gcp') && env[name],
  );
  if (!isDevelopment && switches.length > 0) {
    problems.push(
      `${switches.map(({ name }) => name).join(', ')} may be set only in a project whose id begins with demo-, ` +
        'with FIRESTORE_EMULATOR_HOST on this machine',
    );
  }
  if (aiServiceUrl === undefined && !env.AI_SERVICE_URL) problems.push('AI_SERVICE_URL must be set');
  // The emulators of a developer's machine set K_SERVICE too, and have no IAM.
  return { ...values, isDevelopment, isBehindIam: Boolean(env.K_SERVICE) && !isDevelopment };
}

function isLoopback(host: string | undefined): boolean {
  return /^(?:127\.0\.0\.1|localhost|\[::1\]):/i.test(host ?? '');
}

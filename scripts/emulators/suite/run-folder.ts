import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FirebaseJson, type SuitePorts, suiteConfig } from './suite-config.ts';

/** The folder that one run of the suite works in, and that goes with it. */
export interface RunFolder {
  path: string;
  /** The `firebase.json` in it. */
  configFile: string;
  /** Takes the place of the user's own settings, so that neither an account nor its preferences are used or touched. */
  userConfig: string;
  /** Where the release is to be built: the functions are looked for in `functions` below it. */
  releaseFolder: string;
  /** What Hosting serves as it is. */
  publicFolder: string;
  /** Variables that the functions see, and firebase-tools does not. */
  writeFunctionEnv(env: Readonly<Record<string, string>>): void;
  remove(): void;
}

const FIREBASE_JSON = fileURLToPath(new URL('../../../firebase.json', import.meta.url));

export function makeRunFolder(ports: SuitePorts): RunFolder {
  // Short: sockets lie in it, and the paths of those may have about a hundred characters.
  const path = mkdtempSync(join(tmpdir(), 'carvos-'));
  const configFile = join(path, 'firebase.json');
  const folders = { public: join(path, 'public'), env: join(path, 'env'), userConfig: join(path, 'config') };
  for (const folder of Object.values(folders)) mkdirSync(folder);
  const deployed = JSON.parse(readFileSync(FIREBASE_JSON, 'utf8')) as FirebaseJson;
  const config = suiteConfig(deployed, {
    ports,
    publicFolder: 'public',
    functionsFolder: 'release/functions',
    envFolder: 'env',
  });
  writeFileSync(configFile, JSON.stringify(config, null, 2));
  return {
    path,
    configFile,
    releaseFolder: join(path, 'release'),
    publicFolder: folders.public,
    userConfig: folders.userConfig,
    writeFunctionEnv(env) {
      const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
      writeFileSync(join(folders.env, '.env.local'), lines.join(''), { mode: 0o600 });
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

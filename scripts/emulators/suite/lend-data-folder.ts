import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toStartupError } from '../../../functions/shared/core/startup-error.ts';
import type { Demo } from '../../local/demo-file.ts';

/** What the suite leaves in the data folder while it runs, and nothing of it afterwards. */
export interface LentDataFolder {
  /** Writes the variables that other processes find the suite by, for a shell; says where. */
  writeEnv(env: Readonly<Record<string, string>>): string;
  /** Takes the variables away, and puts back the `demo.json` of `npm start`, whose demo ATS has other credentials. */
  giveBack(demo: Demo | undefined): void;
}

/** Makes the folder where it is missing. Throws a `StartupError`. */
export function lendDataFolder(dataDir: string): LentDataFolder {
  const demoPath = join(dataDir, 'demo.json');
  const envPath = join(dataDir, 'emulators.env');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toStartupError(error, dataDir);
  }
  const before = readIfThere(demoPath);
  return {
    writeEnv(env) {
      const lines = Object.entries(env).map(([name, value]) => `${name}='${value}'\n`);
      writeFileSync(envPath, lines.join(''), { mode: 0o600 });
      return envPath;
    },
    giveBack(demo) {
      rmSync(envPath, { force: true });
      // Somebody else's by now is left alone.
      if (demo === undefined || !readIfThere(demoPath)?.includes(demo.api_key)) return;
      if (before === undefined) rmSync(demoPath);
      else writeFileSync(demoPath, before, { mode: 0o600 });
    },
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { type BenchFunction, startFunction } from '../../scripts/bench/start-function.ts';
import { tempDir } from './temp-dir.ts';

/** A release, unpacked in a folder outside of the project with nothing beside it: what is not in the zip is not there. */
export interface BuiltRelease {
  folder: string;
  zip: Buffer;
  /** Starts one function by the functions-framework command line; returns its URL. */
  start(name: string, env: Record<string, string>): Promise<string>;
  /** Runs `node` in the folder with no environment but this; returns what it prints. */
  node(args: string[], env?: Record<string, string>): string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into files of every shape.
  readJson(name: string): any;
  endFunctions(): Promise<void>;
  remove(): void;
}

/** Builds the release as `npm run build` does; returns its zip. Throws when that fails or complains. */
export async function buildZip(out: string): Promise<Buffer> {
  const args = ['--disable-warning=ExperimentalWarning', 'scripts/build.ts', '--out', out];
  const { stderr } = await promisify(execFile)(process.execPath, args);
  if (stderr !== '') throw new Error(`The build complains:\n${stderr}`);
  return readFileSync(join(out, 'carvos-functions.zip'));
}

export async function openRelease(): Promise<BuiltRelease> {
  const dir = tempDir();
  const folder = join(dir.path, 'release');
  const zip = await buildZip(join(dir.path, 'dist'));
  mkdirSync(folder);
  for (const [name, bytes] of Object.entries(unzipSync(zip))) writeFileSync(join(folder, name), bytes);
  const started: BenchFunction[] = [];
  return {
    folder,
    zip,
    async start(name, env) {
      const running = await startFunction({
        target: name,
        source: folder,
        env: { LOG_LEVEL: 'warn', ...env },
      });
      started.push(running);
      return running.url;
    },
    node: (args, env = {}) =>
      execFileSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' }),
    readJson: (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')),
    async endFunctions() {
      await Promise.all(started.splice(0).map((running) => running.end()));
    },
    remove: dir.remove,
  };
}

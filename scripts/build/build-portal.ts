import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { StartupError } from '../../functions/shared/core/startup-error.ts';
import { findVite } from './find-vite.ts';
import { hashPortalSources } from './hash-portal-sources.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Where the portal is built to: what Hosting serves lies in `dist/hosting`. */
export const PORTAL_FOLDER = join(PROJECT, 'dist', 'hosting', 'portal');

/** In the built portal: the hash of what it was built of. Neither Hosting nor we serve a file whose name begins with a dot. */
const STAMP = '.stamp';

export interface BuildPortalOptions {
  outDir?: string;
}

/**
 * Builds the portal in place of an earlier one, whole or not at all: it is made in a folder of its own that takes its place at the
 * end, so builds at the same time or one that is cut short leave nothing half-written. Throws a `StartupError` without Vite.
 */
export async function buildPortal({ outDir = PORTAL_FOLDER }: BuildPortalOptions = {}): Promise<void> {
  await build(resolve(outDir), () => true);
}

export interface EnsurePortalOptions extends BuildPortalOptions {
  say?: (text: string) => void;
}

/** Builds the portal where what is there was not built of today's sources, and says so; resolves to its folder. Throws as `buildPortal` does. */
export async function ensurePortal(options: EnsurePortalOptions = {}): Promise<string> {
  const { say = (text) => void process.stdout.write(text) } = options;
  const outDir = resolve(options.outDir ?? PORTAL_FOLDER);
  if (isCurrent(outDir)) return outDir;
  say('Building the portal …\n');
  // Somebody else may have built the same meanwhile, and may be reading it.
  await build(outDir, () => !isCurrent(outDir));
  return outDir;
}

function isCurrent(outDir: string): boolean {
  try {
    return readFileSync(join(outDir, STAMP), 'utf8') === hashPortalSources(PROJECT);
  } catch {
    return false;
  }
}

async function build(outDir: string, isWanted: () => boolean): Promise<void> {
  // Beside it, so that it can be renamed; with a dot, so that Hosting leaves alone what a build that was cut short leaves behind.
  const draft = join(dirname(outDir), `.${basename(outDir)}-${randomBytes(6).toString('hex')}`);
  try {
    // Before the build: what is changed while it runs is built the next time.
    const stamp = hashPortalSources(PROJECT);
    await runVite(draft);
    writeFileSync(join(draft, STAMP), stamp);
    if (isWanted()) putInPlace(draft, outDir);
  } catch (error) {
    throw explain(error, outDir);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * In a process of its own: Vite sets `NODE_ENV` for all of a process, and lets one that is set decide which React is built in. Its
 * settings are `portal/vite.config.ts`.
 */
async function runVite(outDir: string): Promise<void> {
  const args = [
    findVite(),
    'build',
    'portal',
    '--configLoader',
    'native',
    '--outDir',
    outDir,
    '--emptyOutDir',
  ];
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...args, '--logLevel', 'warn'],
    { cwd: PROJECT, env: { ...process.env, NODE_ENV: 'production' } },
  );
  process.stderr.write(stderr);
}

/** A folder that is not empty cannot be replaced in one step, so whatever is there steps aside; as often as another build puts its own. */
function putInPlace(draft: string, outDir: string): void {
  const aside = `${draft}.old`;
  for (let tries = 10; ; tries -= 1) {
    try {
      renameSync(draft, outDir);
      return;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (tries === 0 || !['ENOTEMPTY', 'EEXIST', 'EPERM', 'ENOTDIR'].includes(code)) throw error;
    }
    try {
      renameSync(outDir, aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    rmSync(aside, { recursive: true, force: true });
  }
}

function explain(error: unknown, outDir: string): unknown {
  const { code } = Object(error) as { code?: unknown };
  if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM' && code !== 'ENOSPC') return error;
  return new StartupError(`The portal cannot be written to ${outDir} (${code}). Make room for it there`, {
    cause: error,
  });
}

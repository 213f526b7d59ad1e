import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DeployError } from './deploy-error.ts';
import { runTool } from './run-tool.ts';
import { readOutput } from './terraform.ts';

export interface Release {
  /** The zip, from the project's folder. */
  zip: string;
  /** SHA-256, hex: Terraform names the object by it. */
  hash: string;
}

const DIST = 'dist';
const ZIP = join(DIST, 'carvos-functions.zip');
const OBJECT = /^carvos-functions-([0-9a-f]{64})\.zip$/;

/** The commit that is checked out. Throws a {@link DeployError} where the tree is not that commit. */
export async function readCommit(env: NodeJS.ProcessEnv): Promise<string> {
  const status = await runTool({ command: ['git', 'status', '--porcelain'], env, capture: true });
  if (status.stdout.trim() !== '') {
    throw new DeployError(
      `The tree is not clean, so a release of it would be of no commit. Commit or remove:\n${status.stdout.trimEnd()}`,
    );
  }
  return (await runTool({ command: ['git', 'rev-parse', 'HEAD'], env, capture: true })).stdout.trim();
}

/**
 * Builds the release of a commit, and makes sure that it is of that commit: an earlier zip is removed first, and the tree must be after the
 * build what it was before.
 */
export async function buildRelease(env: NodeJS.ProcessEnv, commit: string): Promise<Release> {
  rmSync(ZIP, { force: true });
  await runTool({ command: ['npm', 'run', 'build'], env });
  if (!existsSync(ZIP)) throw new DeployError(`npm run build has made no ${ZIP}`);
  const after = await readCommit(env);
  if (after !== commit) {
    throw new DeployError(
      `Another commit (${after}) was checked out during the build of ${commit}. Begin anew`,
    );
  }
  return { zip: ZIP, hash: hashOf(ZIP) };
}

/** Fetches an earlier release from the bucket. Its name is its hash, which what came must have. */
export async function fetchRelease(env: NodeJS.ProcessEnv, object: string): Promise<Release> {
  const hash = releaseHash(object);
  const bucket = await readOutput(env, 'release_bucket');
  const folder = join(DIST, 'rollback');
  mkdirSync(folder, { recursive: true });
  const zip = join(folder, object);
  rmSync(zip, { force: true });
  await runTool({ command: ['gcloud', 'storage', 'cp', `gs://${bucket}/${object}`, zip], env });
  if (!existsSync(zip)) throw new DeployError(`gcloud has fetched no ${object} from gs://${bucket}`);
  const found = hashOf(zip);
  if (found !== hash) throw new DeployError(`${object} is damaged: its SHA-256 is ${found}`);
  return { zip, hash };
}

/** The hash in an object's name. Throws a {@link DeployError} for what is none. */
export function releaseHash(object: string): string {
  const hash = OBJECT.exec(object)?.[1];
  if (hash === undefined) {
    throw new DeployError(
      `${object} is no release: its object is named carvos-functions-<sha256>.zip. The output release_bucket names the bucket`,
    );
  }
  return hash;
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execPath } from 'node:process';

/** How to run firebase-tools, or why it cannot be run and what to do about it. */
export type FoundFirebaseTools = { command: readonly [string, ...string[]] } | { missing: string };

/** The version that the suite is tried with. */
export const FIREBASE_TOOLS_VERSION = '15.34.2';

/**
 * Looks for firebase-tools where the variable FIREBASE_TOOLS says, in the folder that {@link installCommand} installs it to, and on the
 * PATH. It is no dependency of the project: it is more than all the others together.
 */
export function findFirebaseTools(env: NodeJS.ProcessEnv = process.env): FoundFirebaseTools {
  const named = env.FIREBASE_TOOLS;
  if (named) {
    if (existsSync(named)) return { command: commandOf(named) };
    return { missing: `FIREBASE_TOOLS names ${named}, which is not there.` };
  }
  const onPath = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'firebase'));
  const found = [join(installFolder(env), IN_FOLDER), ...onPath].find((file) => existsSync(file));
  if (found) return { command: commandOf(found) };
  return {
    missing: `firebase-tools was not found. Get it (340 MB, 2 to 3 minutes) with\n    ${installCommand(env)}`,
  };
}

const IN_FOLDER = join('node_modules', 'firebase-tools', 'lib', 'bin', 'firebase.js');

/** Outside of the project, where no `npm ci` takes it away again. */
function installFolder(env: NodeJS.ProcessEnv): string {
  return join(env.HOME || homedir(), '.cache', 'carvos', `firebase-tools-${FIREBASE_TOOLS_VERSION}`);
}

export function installCommand(env: NodeJS.ProcessEnv = process.env): string {
  return `npm install --no-save --no-audit --prefix ${installFolder(env)} firebase-tools@${FIREBASE_TOOLS_VERSION}`;
}

/** The functions run on the Node that runs firebase-tools, so it must be this one wherever that can be chosen. */
function commandOf(file: string): readonly [string, ...string[]] {
  const real = realpathSync(file);
  return real.endsWith('.js') ? [execPath, real] : [real];
}

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What is needed to run Google's Firestore emulator, or why it cannot run and what to do about it. */
export type FoundEmulator = { java: string; jar: string } | { missing: string };

const IN_SDK = 'platform/cloud-firestore-emulator/cloud-firestore-emulator.jar';

const HOW_TO_GET_IT =
  "Google's Firestore emulator was not found. Get it with `gcloud components install cloud-firestore-emulator` or " +
  '`npx firebase-tools setup:emulators:firestore`, name its jar in FIRESTORE_EMULATOR_JAR, or name one that runs in ' +
  'FIRESTORE_EMULATOR_HOST.';

/** Looks where the emulator may lie: the variable, firebase-tools' cache, the gcloud component. */
export function findFirestoreEmulator(env: NodeJS.ProcessEnv = process.env): FoundEmulator {
  const named = env.FIRESTORE_EMULATOR_JAR;
  if (named && !existsSync(named))
    return { missing: `FIRESTORE_EMULATOR_JAR names ${named}, which is not there.` };
  const jar = named || fromFirebaseTools() || fromGcloud();
  if (jar === undefined) return { missing: HOW_TO_GET_IT };
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  if (spawnSync(java, ['-version']).status !== 0) {
    return { missing: `Google's Firestore emulator needs Java 11 or newer, and there is no ${java}.` };
  }
  return { java, jar };
}

function fromFirebaseTools(): string | undefined {
  const cache = join(homedir(), '.cache', 'firebase', 'emulators');
  if (!existsSync(cache)) return undefined;
  const newestLast = readdirSync(cache)
    .filter((name) => /^cloud-firestore-emulator-v.*\.jar$/.test(name))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const newest = newestLast.at(-1);
  return newest && join(cache, newest);
}

function fromGcloud(): string | undefined {
  const asked = spawnSync('gcloud', ['info', '--format=value(installation.sdk_root)'], { encoding: 'utf8' });
  const roots = [asked.stdout?.trim(), '/usr/lib/google-cloud-sdk', join(homedir(), 'google-cloud-sdk')];
  return roots
    .filter((root) => root)
    .map((root) => join(root as string, IN_SDK))
    .find((jar) => existsSync(jar));
}

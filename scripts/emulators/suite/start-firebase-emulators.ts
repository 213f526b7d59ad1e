import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type CliLine, readCliLine } from './read-cli-line.ts';
import type { RunFolder } from './run-folder.ts';

export interface FirebaseEmulators {
  /** Resolves when firebase-tools has ended, by itself or by `stop`. */
  ended: Promise<unknown>;
  /** Ends it and the functions' processes; after 10 s by force. */
  stop(): Promise<void>;
}

export interface FirebaseEmulatorsOptions {
  /** How to run firebase-tools. */
  command: readonly [string, ...string[]];
  folder: RunFolder;
  projectId: string;
  /** What the functions are to find in their environment. */
  env: Readonly<Record<string, string>>;
  onLine: (line: CliLine) => void;
}

const START_DEADLINE_MS = 90_000;
const STOP_DEADLINE_MS = 10_000;

/** Starts the emulators of Hosting, the functions and Auth. Throws, with what firebase-tools said, when they do not come up. */
export async function startFirebaseEmulators(options: FirebaseEmulatorsOptions): Promise<FirebaseEmulators> {
  const { command, folder, projectId, env, onLine } = options;
  const [file, ...first] = command;
  const args = ['emulators:start', '--only', 'functions,hosting,auth', '--project', projectId];
  const child = spawn(file, [...first, ...args, '--config', folder.configFile], {
    // Where it leaves its debug logs, if it has to.
    cwd: folder.path,
    env: cliEnv(env, folder),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A Ctrl+C in the terminal must not reach it: it comes from us once, and in its turn.
    detached: true,
  });
  const kill = () => killGroup(child);
  // Whatever ends this process, no function is to outlive it.
  process.once('exit', kill);
  const ended = once(child, 'exit')
    .catch(() => {})
    .finally(() => {
      process.off('exit', kill);
      // Where it was killed itself, it could not end them.
      kill();
    });
  try {
    await isReady(child, ended, onLine);
  } catch (error) {
    kill();
    throw error;
  }
  return { ended, stop: () => stop(child, ended) };
}

/** Quiet and without a network: no updates, no survey, no search for credentials; and nothing of the user's account. */
function cliEnv(env: Readonly<Record<string, string>>, { path, userConfig }: RunFolder): NodeJS.ProcessEnv {
  const { GOOGLE_APPLICATION_CREDENTIALS: _, ...own } = process.env;
  const quiet = { CI: 'true', METADATA_SERVER_DETECTION: 'none', npm_config_offline: 'true' };
  // The functions' sockets, which it leaves behind, go with the folder.
  return { ...own, ...env, ...quiet, XDG_CONFIG_HOME: userConfig, TMPDIR: path };
}

async function isReady(
  child: ChildProcess,
  ended: Promise<unknown>,
  onLine: FirebaseEmulatorsOptions['onLine'],
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  let isStarting = true;
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (text) => {
      const line = readCliLine(text);
      if (isStarting) said += `${text}\n`;
      if (line.kind === 'ready') resolve();
      else onLine(line);
    });
  }
  const fail = (why: string) => reject(new Error(`The Firebase emulators ${why}:\n${said}`));
  const late = setTimeout(() => fail('did not come up in time'), START_DEADLINE_MS);
  child.once('error', (error) => fail(`could not be started (${error.message})`));
  void ended.then(() => fail('ended as they started'));
  await promise.finally(() => {
    isStarting = false;
    clearTimeout(late);
  });
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const impatient = setTimeout(() => killGroup(child), STOP_DEADLINE_MS);
  child.kill('SIGINT');
  await ended;
  clearTimeout(impatient);
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

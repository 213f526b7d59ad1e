import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { freePort } from '../../free-port.ts';

export interface FirestoreEmulator {
  /** `127.0.0.1:port`, for `FIRESTORE_EMULATOR_HOST`. */
  host: string;
  pid: number;
  /** Resolves when the emulator has ended, by itself or by `stop`. */
  ended: Promise<unknown>;
  stop(): Promise<void>;
}

export interface StartOptions {
  java: string;
  jar: string;
  /** A free one when left out or 0. */
  port?: number;
  /** Keeps a Ctrl+C in the terminal from it, so that whoever started it decides when it ends. */
  ownProcessGroup?: boolean;
}

const START_DEADLINE_MS = 60_000;

/** Starts Google's Firestore emulator on 127.0.0.1; its data is in memory. Throws when it does not come up, with what it said. */
export async function startFirestoreEmulator(options: StartOptions): Promise<FirestoreEmulator> {
  const { java, jar, port, ownProcessGroup = false } = options;
  const chosen = port || (await freePort());
  const main = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';
  const args = ['-Xmx1g', '-cp', jar, main, 'start', '--host=127.0.0.1', `--port=${chosen}`];
  const child = spawn(java, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: ownProcessGroup });
  const ended = once(child, 'exit').catch(() => {});
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    await isRunning(child.stdout, child.stderr, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  // What nobody reads would fill the pipe and stop it.
  child.stdout.resume();
  child.stderr.resume();
  return { host: `127.0.0.1:${chosen}`, pid: child.pid as number, ended, stop };
}

async function isRunning(stdout: Readable, stderr: Readable, ended: Promise<unknown>): Promise<void> {
  let said = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (why: string) => reject(new Error(`The Firestore emulator ${why}:\n${said}`));
  for (const stream of [stdout, stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('is now running')) resolve();
    });
  }
  const late = setTimeout(() => fail('did not come up in time'), START_DEADLINE_MS);
  void ended.then(() => fail('ended as it started'));
  await promise.finally(() => clearTimeout(late));
}

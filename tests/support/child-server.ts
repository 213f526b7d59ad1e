import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const QUIET = '--disable-warning=ExperimentalWarning';

/** Nothing of the test's own environment but what a program needs to run at all. */
function environment(env: Record<string, string>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env };
}

export interface ChildServer {
  pid: number;
  output: () => string;
  /** Resolves to its exit code when it has ended, by itself or not. */
  ended: Promise<number | null>;
  /** Ends the process with `signal` and waits until it is gone; resolves to its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `node` with `args` in the project's folder until it ends; one that does not is ended after a while. */
export function runScript(args: string[], env: Record<string, string>): Promise<Ended> {
  const options = { cwd: ROOT, env: environment(env), timeout: 20_000 };
  return new Promise((resolve) => {
    execFile(process.execPath, [QUIET, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

export interface StartChildOptions {
  env: Record<string, string>;
  ready: RegExp;
  /** Instead of `node`. */
  command?: string;
  /** Instead of the project's folder. */
  cwd?: string;
}

/** Runs `node` with `args` in the project's folder, and waits for `ready` in what it prints. */
export async function startChild(
  args: string[],
  { env, ready, command, cwd = ROOT }: StartChildOptions,
): Promise<ChildServer> {
  const child = spawn(command ?? process.execPath, command ? args : [QUIET, ...args], {
    cwd,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onData = (chunk: Buffer) => {
    output += chunk.toString();
    if (ready.test(output)) resolve();
  };
  child.stdout.on('data', onData);
  child.stderr.on('data', onData);
  child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready:\n${output}`)));
  await promise;
  const ended = once(child, 'exit').then(() => child.exitCode);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    end: (signal = 'SIGTERM') => endChild(child, signal),
  };
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
  return child.exitCode;
}

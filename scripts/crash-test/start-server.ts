import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READY = /CarvOS is serving at /;
const MAX_START_MS = 60_000;
const MAX_STOP_MS = 30_000;
const KEPT_OUTPUT = 20_000;

export interface ServerOptions {
  dataDir: string;
  port: number;
  /** As `CARVOS_LADDER` has it. */
  ladder: string;
}

export interface RunningServer {
  startedAt: number;
  /** Settles when the process is gone: with its exit code, or null after a signal. */
  ended: Promise<number | null>;
  /** The last of what it has printed. */
  output(): string;
  /** `kill -9`; resolves to when that was, once the process is gone. */
  kill(): Promise<number>;
  /** Asks it to end (SIGTERM); resolves to its exit code. One that does not obey is killed. */
  stop(): Promise<number | null>;
}

/** Starts `scripts/start.ts` in a process of its own and waits until it serves. */
export async function startServer({ dataDir, port, ladder }: ServerOptions): Promise<RunningServer> {
  const startedAt = Date.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/start.ts'], {
    cwd: ROOT,
    // Nothing of the caller's own settings: the test means the same everywhere.
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      CARVOS_DATA_DIR: dataDir,
      PORT: String(port),
      CARVOS_LADDER: ladder,
      // It is pushed as much as it can take.
      CARVOS_RATE_LIMIT: '999999999,999999999',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = endOf(child);
  const server = { startedAt, ended, output: collectOutput(child), ...endings(child, ended) };
  try {
    await untilReady(child, server);
  } catch (error) {
    await server.kill();
    throw error;
  }
  return server;
}

function endOf(child: ChildProcess): Promise<number | null> {
  // It must not outlive us, however we end.
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('exit', (code) => resolve(code));
  return promise.finally(() => process.off('exit', onExit));
}

function collectOutput(child: ChildProcess): () => string {
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return () => output;
}

function endings(child: ChildProcess, ended: Promise<number | null>): Pick<RunningServer, 'kill' | 'stop'> {
  return {
    async kill() {
      const at = Date.now();
      child.kill('SIGKILL');
      await ended;
      return at;
    },
    async stop() {
      const impatient = setTimeout(() => child.kill('SIGKILL'), MAX_STOP_MS);
      child.kill('SIGTERM');
      return ended.finally(() => clearTimeout(impatient));
    },
  };
}

async function untilReady(
  child: ChildProcess,
  { ended, output }: Pick<RunningServer, 'ended' | 'output'>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (problem: string) => reject(new Error(`The server ${problem}. It printed:\n${output()}`));
  child.stdout?.on('data', () => {
    if (READY.test(output())) resolve();
  });
  ended.then((code) => fail(`ended with ${code} before it served`), reject);
  const timer = setTimeout(() => fail(`did not serve within ${MAX_START_MS / 1000} s`), MAX_START_MS);
  await promise.finally(() => clearTimeout(timer));
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { freePort } from '../../free-port.ts';
import type { FunctionRequest } from './function-requests.ts';

/** Milliseconds since the process was started, unless said otherwise. */
export interface ColdStart {
  listeningMs: number;
  firstAnswerMs: number;
  /** For the tenth request alone. */
  tenthRequestMs: number;
  /** Held in memory after the tenth request, as the kernel counts it; NaN where the kernel does not tell. */
  memoryMib: number;
}

export interface MeasureStartOptions {
  /** The folder with the function's `package.json`. */
  source: string;
  target: string;
  env: Record<string, string>;
  request: () => FunctionRequest;
}

const FRAMEWORK = 'node_modules/@google-cloud/functions-framework/build/src/main.js';
const LOOPBACK = './scripts/bench/cold/listen-on-loopback.cjs';
const REQUESTS = 10;

/** Starts one function by the functions-framework command line, sends it ten requests and ends it. Throws when an answer is wrong. */
export async function measureStart({
  source,
  target,
  env,
  request,
}: MeasureStartOptions): Promise<ColdStart> {
  const port = await freePort();
  const args = ['--require', LOOPBACK, FRAMEWORK, `--source=${source}`];
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env.PATH ?? '',
      FUNCTION_TARGET: target,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = () => child.kill('SIGKILL');
  // Also where the benchmark is broken off.
  process.once('exit', end);
  try {
    await isListening(child.stdout, once(child, 'exit'));
    const listeningMs = performance.now() - started;
    const url = `http://127.0.0.1:${port}`;
    await send(url, request());
    const firstAnswerMs = performance.now() - started;
    let tenthRequestMs = Number.NaN;
    for (let count = 2; count <= REQUESTS; count += 1) tenthRequestMs = await send(url, request());
    return { listeningMs, firstAnswerMs, tenthRequestMs, memoryMib: memoryMib(child.pid as number) };
  } finally {
    process.off('exit', end);
    end();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

async function isListening(stdout: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  stdout.on('data', (chunk: Buffer) => {
    said += chunk;
    if (said.includes('URL: http')) resolve();
  });
  void ended.then(() => reject(new Error(`The function ended as it started:\n${said}`)));
  await promise;
}

/** Returns how many ms the answer took. */
async function send(url: string, { path, headers, body, status }: FunctionRequest): Promise<number> {
  const sent = performance.now();
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.status} instead of ${status}: ${text}`);
  return performance.now() - sent;
}

function memoryMib(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return Number.NaN;
  return Number(/VmRSS:\s+([0-9]+) kB/.exec(readFileSync(file, 'utf8'))?.[1]) / 1024;
}

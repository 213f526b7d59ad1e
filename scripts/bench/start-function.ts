import { existsSync, readFileSync } from 'node:fs';
import { type ChildServer, startChild } from '../../tests/support/child-server.ts';
import { freePort } from '../free-port.ts';

export interface BenchFunction {
  url: string;
  /** The most memory it has held so far, as the kernel counts it; NaN where the kernel does not tell. */
  peakMemoryMib(): number;
  end: ChildServer['end'];
}

export interface StartFunctionOptions {
  target: string;
  /** A module of its own; the project's functions when left out. */
  source?: string;
  env: Record<string, string>;
}

/** Runs one function by the functions-framework command line, in a process of its own, on loopback. */
export async function startFunction({ target, source, env }: StartFunctionOptions): Promise<BenchFunction> {
  const port = await freePort();
  const framework = 'node_modules/@google-cloud/functions-framework/build/src/main.js';
  const args = ['--import', './tests/support/loopback-only.ts', framework, `--target=${target}`];
  const child = await startChild(source ? [...args, `--source=${source}`] : args, {
    env: { ...env, FUNCTION_TARGET: target, PORT: String(port) },
    ready: /URL: http/,
  });
  return { url: `http://127.0.0.1:${port}`, peakMemoryMib: () => peakMemoryMib(child.pid), end: child.end };
}

function peakMemoryMib(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return Number.NaN;
  return Number(/VmHWM:\s+([0-9]+) kB/.exec(readFileSync(file, 'utf8'))?.[1]) / 1024;
}

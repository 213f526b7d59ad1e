import { writeFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { describeResult } from './crash-test/describe-result.ts';
import { parseArguments } from './crash-test/parse-arguments.ts';
import { runCrashTest } from './crash-test/run-crash-test.ts';

const INTERRUPTED = 130;

const interrupted = new AbortController();

/** `npm run test:crash`. Exit codes: 0 all well, 1 something is wrong, 2 wrong usage, 130 interrupted. */
async function main(): Promise<number> {
  const { json, ...options } = parseArguments(process.argv.slice(2));
  process.stdout.write(`Killing the server ${options.kills} times, with seed ${options.seed}\n`);
  stopOnSignal();
  const { signal } = interrupted;
  const onProgress = (line: string) => process.stdout.write(`  ${line}\n`);
  const result = await runCrashTest({ ...options, signal, onProgress });
  process.stdout.write(`\n${describeResult(result)}`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  return result.ok ? 0 : 1;
}

const PATIENCE_MS = 1000;

function stopOnSignal(): void {
  let since: number | undefined;
  const onSignal = () => {
    // The terminal sends Ctrl+C to us and to npm, and npm passes it on: so it comes twice. One that comes later is meant.
    if (since !== undefined && performance.now() - since > PATIENCE_MS) process.exit(INTERRUPTED);
    if (since !== undefined) return;
    since = performance.now();
    process.stderr.write('Interrupted. Ending the server …\n');
    interrupted.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else if (interrupted.signal.aborted) {
      process.exitCode = INTERRUPTED;
    } else {
      process.stderr.write(`${error.stack ?? error}\n`);
      process.exitCode = 1;
    }
  },
);

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface TestProcess {
  /** What it prints next; undefined once it has ended. */
  nextLine(): Promise<string | undefined>;
  /** What it still prints, until it ends. */
  restOfLines(): Promise<string[]>;
  /** Writes a line to its standard input. */
  tell(line: string): void;
  /** Ends it at once, as a crash does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Resolves to its exit code, or to null when a signal ended it. */
  ended: Promise<number | null>;
}

const running = new Set<TestProcess>();

/** Kills what is still running, so that a test that failed leaves nothing behind. For `afterEach`. */
export async function endProcesses(): Promise<void> {
  await Promise.all([...running].map((process) => process.kill()));
}

/** Starts one of the scripts beside this file in a process of its own, for tests of what several processes share. */
export function startProcess(script: string, ...args: string[]): TestProcess {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const flags = ['--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    return done ? undefined : value;
  };
  const started: TestProcess = {
    ended,
    nextLine,
    async restOfLines() {
      const rest: string[] = [];
      for (let line = await nextLine(); line !== undefined; line = await nextLine()) rest.push(line);
      return rest;
    },
    tell: (line) => child.stdin.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
  running.add(started);
  ended.finally(() => running.delete(started));
  return started;
}

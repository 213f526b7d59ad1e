import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';

/** `test` where the command is found, or where everything is demanded (`CI`); elsewhere a skipped test that says why. */
export function has(command: string): (name: string, run: () => Promise<void>, timeout?: number) => void {
  const found = spawnSync(command, ['--version']).status === 0;
  if (found || process.env.CI) return test;
  return (name, run) => test.skip(`${name} (not run: there is no ${command})`, run);
}

import { randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

export interface CrashTestArguments {
  kills: number;
  connections: number;
  seed: string;
  /** Where the figures go as JSON. */
  json?: string;
}

/** Reads the command line. Throws a `CommanderError`, having said what is wrong. */
export function parseArguments(argv: readonly string[]): CrashTestArguments {
  const command = new Command('npm run test:crash')
    .usage('-- [options]')
    .description(
      'Kills a server (kill -9) again and again while candidates are pushed to it, waits until everything has settled, which takes ' +
        'a minute or a few, and checks that every 202 has ended in a delivered webhook, no rung of the ladder was skipped or early, ' +
        'and nothing was repeated that no kill explains. Exit codes: 0 all well, 1 something is wrong, 2 wrong usage.',
    )
    .option('--kills <n>', 'how often the server is killed', numberUpTo(10_000), 100)
    .option('--seed <text>', 'repeats the same plan of kills, pushes and answers (default: drawn, and shown)')
    .option('--connections <n>', 'over how many candidates are pushed at once', numberUpTo(100), 8)
    .option('--json <file>', 'writes the figures to a file', toWritableFile)
    .exitOverride();
  const { seed = String(randomInt(1_000_000)), ...options } = command
    .parse(argv, { from: 'user' })
    .opts<Omit<CrashTestArguments, 'seed'> & { seed?: string }>();
  return { seed, ...options };
}

function numberUpTo(max: number): (text: string) => number {
  return (text) => {
    const value = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= max) return value;
    throw new InvalidArgumentError(`It is a number from 1 to ${max}.`);
  };
}

/** Known before the run, rather than after an hour. */
function toWritableFile(text: string): string {
  const file = resolve(text);
  const folder = statSync(dirname(file), { throwIfNoEntry: false });
  if (!folder?.isDirectory()) throw new InvalidArgumentError(`There is no folder ${dirname(file)}.`);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InvalidArgumentError('It is a folder.');
  }
  return file;
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a fake program does when it is called. */
export interface FakeCall {
  stdout?: string;
  code?: number;
  /** A file that it writes, and its content. */
  writes?: readonly [file: string, content: string];
}

/** By the beginning of a call without its options, such as `terraform plan`; of several the nth call's, and the last one's from then on. */
export type FakeBehaviour = Readonly<Record<string, FakeCall | readonly FakeCall[]>>;

export interface FakeTools {
  /** To be the whole PATH of what calls them. */
  folder: string;
  behave(behaviour: FakeBehaviour): void;
  /** Every call since {@link behave}, as it would be typed. */
  calls(): string[];
}

/** Makes programs of these names that write down how they are called, and do what they are told. */
export function makeFakeTools(folder: string, names: readonly string[]): FakeTools {
  const log = join(folder, 'calls.log');
  const behaviourFile = join(folder, 'behaviour.json');
  for (const name of names) {
    writeFileSync(join(folder, name), programOf(log, behaviourFile), { mode: 0o755 });
  }
  return {
    folder,
    behave(behaviour) {
      writeFileSync(behaviourFile, JSON.stringify(behaviour));
      writeFileSync(log, '');
    },
    calls: () => readFileSync(log, 'utf8').split('\n').filter(Boolean),
  };
}

function programOf(log: string, behaviour: string): string {
  return `#!${process.execPath}
const fs = require('node:fs');
const call = [require('node:path').basename(__filename), ...process.argv.slice(2)];
const words = (line) => line.split(' ').filter((word) => !word.startsWith('-')).join(' ');
const behaviour = JSON.parse(fs.readFileSync(${JSON.stringify(behaviour)}, 'utf8'));
const key = Object.keys(behaviour).find((each) => words(call.join(' ')).startsWith(each));
const before = fs.readFileSync(${JSON.stringify(log)}, 'utf8').split('\\n').filter((line) => key && words(line).startsWith(key)).length;
fs.appendFileSync(${JSON.stringify(log)}, call.join(' ') + '\\n');
const several = [behaviour[key] ?? {}].flat();
const { stdout = '', code = 0, writes } = several[Math.min(before, several.length - 1)];
if (writes) fs.writeFileSync(writes[0], writes[1]);
process.stdout.write(stdout);
process.exitCode = code;
`;
}

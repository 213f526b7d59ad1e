import type { LocalConfig } from '../../../functions/shared/config.ts';
import type { CliLine } from './read-cli-line.ts';

export interface PrintOptions {
  /** Where the functions' own lines go. */
  log: NodeJS.WritableStream;
  /** With `debug`, what firebase-tools is about is printed as well. */
  logLevel: LocalConfig['logLevel'];
}

/** Makes what prints the lines of firebase-tools that say something: functions' logs as they are, warnings on standard error. */
export function printCliLine({ log, logLevel }: PrintOptions): (line: CliLine) => void {
  return (line) => {
    if (line.kind === 'log') log.write(`${line.text}\n`);
    else if (line.kind === 'warning') process.stderr.write(`${line.text}\n`);
    else if (line.kind === 'note' && logLevel === 'debug') process.stderr.write(`${line.text}\n`);
  };
}

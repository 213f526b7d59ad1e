/** What a line of firebase-tools' output is. */
export type CliLine =
  /** What a function wrote. */
  | { kind: 'log'; text: string }
  /** Every emulator has started. */
  | { kind: 'ready' }
  /** Something is wrong. */
  | { kind: 'warning'; text: string }
  /** What is going on, for whoever looks for a fault. */
  | { kind: 'note'; text: string };

/** Warnings of what is meant to be so: functions without Firebase's libraries, and no page to look at. */
const MEANT_TO_BE = [
  "Couldn't find firebase-functions package",
  'requires the module "firebase-admin"',
  'requires the module "firebase-functions"',
  'The Emulator UI is not starting',
];

export function readCliLine(line: string): CliLine {
  if (line.startsWith('>  ')) return { kind: 'log', text: line.slice(3) };
  if (line.includes('All emulators ready!')) return { kind: 'ready' };
  const isWarning = /^(?:⚠|✖|Error)/.test(line) && !MEANT_TO_BE.some((known) => line.includes(known));
  return { kind: isWarning ? 'warning' : 'note', text: line };
}

import { InvalidArgumentError } from 'commander';
import { readDuration } from './read-duration.ts';

/** A moment: so long ago, or a date and time. */
export type Moment = { agoMs: number } | { at: number };

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads `2h`, `7d`, or a time such as `2026-02-25T02:00:00Z`. Throws what commander tells as a wrong argument. */
export function readMoment(text: string): Moment {
  if (!/^\d{4}-/.test(text)) return { agoMs: readDuration(text) };
  const at = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new InvalidArgumentError('A time is written as 2026-02-25T02:00:00Z, with its zone.');
  }
  return { at };
}

/** The moment in epoch ms. */
export function momentAt(moment: Moment, now: number): number {
  return 'at' in moment ? moment.at : now - moment.agoMs;
}

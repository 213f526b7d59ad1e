import { InvalidArgumentError } from 'commander';
import { DAY_MS, parseDuration } from '../../functions/shared/core/duration.ts';

/** Reads an option such as 30m, 2h or 7d as milliseconds. Throws what commander tells of a wrong argument. */
export function readDuration(text: string): number {
  const days = /^([0-9]{1,4})d$/.exec(text)?.[1];
  const duration = days === undefined ? parseDuration(text) : Number(days) * DAY_MS;
  if (duration === undefined) {
    throw new InvalidArgumentError('It is a number and a unit, such as 30m, 2h or 7d.');
  }
  return duration;
}

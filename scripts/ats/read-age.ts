import { InvalidArgumentError } from 'commander';
import { DAY_MS, parseDuration } from '../../functions/shared/core/duration.ts';

export function readAge(text: string): number {
  const days = /^([0-9]{1,4})d$/.exec(text)?.[1];
  const age = days === undefined ? parseDuration(text) : Number(days) * DAY_MS;
  if (age === undefined) throw new InvalidArgumentError('It is a number and a unit, such as 30m, 2h or 7d.');
  return age;
}

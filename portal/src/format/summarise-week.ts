import type { WeekAnswer } from '../../../functions/shared/portal/schemas/delivery-log.ts';
import { formatDuration } from './format-duration.ts';

type Day = WeekAnswer['days'][number];

export function attemptsOf({ success, failure, error }: Day): number {
  return success + failure + error;
}

/** The week's outcomes in a sentence, for those who do not see the chart. */
export function summariseWeek(days: readonly Day[]): string {
  const sum = (key: 'success' | 'failure' | 'error'): number =>
    days.reduce((total, day) => total + day[key], 0);
  const total = sum('success') + sum('failure') + sum('error');
  if (total === 0) return 'No webhook was sent in the last 7 days.';
  const percent = Math.floor((100 * sum('success')) / total);
  const slowest = Math.max(...days.map((day) => day.p95_ms ?? 0));
  return (
    `${total} attempts in the last 7 days: ${sum('success')} success (${percent} %), ${sum('failure')} failure, ` +
    `${sum('error')} error. The slowest day's p95 response time: ${formatDuration(slowest)}.`
  );
}

import type { WeekAnswer } from '../portal/schemas/delivery-log.ts';
import { shownTime } from './describe-event.ts';
import type { DayOfDeliveries } from './week-of-deliveries.ts';

/** A week of outgoing webhooks as it is shown. */
export function describeWeek(days: readonly DayOfDeliveries[]): WeekAnswer {
  return {
    days: days.map(({ from, to, success, failure, error, medianMs, p95Ms, sampled }) => ({
      from: shownTime(from),
      to: shownTime(to),
      success,
      failure,
      error,
      median_ms: medianMs,
      p95_ms: p95Ms,
      sampled,
    })),
  };
}

/**
 * How something outside fails: it is not there, answers 503, or answers nothing until the caller's time is up; an endpoint may also take each
 * webhook just before it counts as slow, or answer nothing to every other one.
 */
export type Failure = 'refused' | 'unavailable' | 'timeout' | 'sluggish' | 'flaky';

/** One stretch of time, in ms since the simulation began, in which something does not work. */
export interface Outage {
  /** `ai`, for one ATS only `ai:<ats_id>`; `store`; `queue` (creating tasks); or the id of an ATS, whose endpoint it then is. */
  of: string;
  fromMs: number;
  toMs: number;
  /** In turn, each for an equal part of the time. Of no account for store and queue, which refuse. */
  failures: readonly Failure[];
}

/** How `of` fails at `ms`; undefined while it works. */
export function failureAt(outages: readonly Outage[], of: string, ms: number): Failure | undefined {
  const outage = outages.find((each) => each.of === of && ms >= each.fromMs && ms < each.toMs);
  if (outage === undefined) return undefined;
  const { fromMs, toMs, failures } = outage;
  return failures[Math.floor(((ms - fromMs) / (toMs - fromMs)) * failures.length)];
}

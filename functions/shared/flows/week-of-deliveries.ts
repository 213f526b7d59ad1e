import type { AttemptOutcome } from '../core/delivery/delivery.ts';
import type { DeliveryLogEntry } from '../core/delivery-log/delivery-log-entry.ts';
import { DAY_MS } from '../core/duration.ts';
import { paths } from '../core/paths.ts';
import { percentile } from '../core/percentile.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { pageNewest } from './page-newest.ts';

/** What became of the attempts of one day to send webhooks. */
export interface DayOfDeliveries {
  /** Epoch ms: after this moment, and up to and including the other. */
  from: number;
  to: number;
  success: number;
  failure: number;
  error: number;
  /** Of the newest attempts that were answered; null where there are none. */
  medianMs: number | null;
  p95Ms: number | null;
  /** How many attempts the response times are taken from. */
  sampled: number;
}

interface WeekDeps {
  store: Store;
  clock: Clock;
}

interface Day {
  from: number;
  to: number;
}

type Timed = Pick<DeliveryLogEntry, 'createdAt' | 'durationMs'>;

/** As long as entries of the log are kept. */
const DAYS = 7;

/** Most attempts that the response times of one day are taken from, whatever the day's traffic was. */
const SAMPLE = 100;

/**
 * The outgoing webhooks of an ATS in seven days of 24 h that end now, tests included, the oldest day first. It takes 21 counts, and 14
 * queries of at most 101 small documents.
 */
export async function weekOfDeliveries(
  { store, clock }: WeekDeps,
  atsId: string,
): Promise<DayOfDeliveries[]> {
  const now = clock.now();
  const days = Array.from({ length: DAYS }, (_, index) => {
    const to = now - (DAYS - 1 - index) * DAY_MS;
    return { from: to - DAY_MS, to };
  });
  return Promise.all(days.map((day) => dayOfDeliveries(store, atsId, day)));
}

async function dayOfDeliveries(store: Store, atsId: string, day: Day): Promise<DayOfDeliveries> {
  const { from, to } = momentsOf(day);
  const listOf = (outcome: AttemptOutcome) => ({
    collection: paths.deliveryLog(),
    equals: { atsId, direction: 'outgoing', outcome },
  });
  const count = (outcome: AttemptOutcome) =>
    store.count({ ...listOf(outcome), range: { field: 'createdAt', from, to } });
  const answered = (['success', 'failure'] as const).map((outcome) => ({
    ...listOf(outcome),
    fields: ['createdAt', 'durationMs'],
  }));
  const [success, failure, error, { documents }] = await Promise.all([
    count('success'),
    count('failure'),
    count('error'),
    pageNewest<Timed>(store, answered, { limit: SAMPLE, from, to }),
  ]);
  const durations = documents.map(({ durationMs }) => durationMs);
  return {
    ...day,
    ...{ success, failure, error },
    medianMs: percentile(durations, 50),
    p95Ms: percentile(durations, 95),
    sampled: durations.length,
  };
}

/**
 * From the first moment of a day up to the first after it. What happens now belongs to the last day. What happened just seven days ago is
 * past its time, and is in none: entries expire after as many days as there are here, and so none that is counted has, removed or not.
 */
function momentsOf({ from, to }: Day): Day {
  return { from: from + 1, to: to + 1 };
}

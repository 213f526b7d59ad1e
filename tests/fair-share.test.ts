import { beforeAll, describe, expect, test } from '@jest/globals';
import { MINUTE_MS, SECOND_MS } from '../functions/shared/core/duration.ts';
import { AI_TIMEOUT_MS, DELIVERY_TIMEOUT_MS } from '../functions/shared/core/limits.ts';
import { QUEUES, type QueueSpec } from '../functions/shared/core/queues.ts';
import type { Failure } from '../scripts/outages/outage.ts';
import { planPushes } from '../scripts/outages/push.ts';
import type { Scenario } from '../scripts/outages/scenario.ts';
import { BEGIN, type SimulationResult, simulate } from '../scripts/outages/simulate.ts';

const NOISY = 'noisy';
const OTHER = 'other';
const COUNT = 10_000;
const BURST_MS = 2000;
const LENGTH_MS = 5 * MINUTE_MS;
const SIMULATION_LIMIT_MS = 120_000;

/** For each that waits before it, what passes a queue with so many dispatches a second, and no more. */
function passingMs({ maxDispatchesPerSecond, shards }: QueueSpec): number {
  return (COUNT / (maxDispatchesPerSecond * shards)) * SECOND_MS;
}

/** The simulated clock moves in whole seconds: what is due in between is done at the next one. */
const LOOK_MS = SECOND_MS;

/** One ATS sends very much within seconds, while another sends an event a second; `of` fails so, from `fromMs` on. */
function scenario({
  of,
  failure = 'timeout',
  fromMs = 0,
}: {
  of: string;
  failure?: Failure;
  fromMs?: number;
}): Scenario {
  const burst = { fromMs: MINUTE_MS, toMs: MINUTE_MS + BURST_MS };
  return {
    name: 'fair-share',
    title: '',
    story: '',
    atsIds: [NOISY, OTHER],
    outages: [{ of, failures: [failure], fromMs, toMs: LENGTH_MS }],
    pushes: (random) => [
      ...planPushes({ name: 'burst', atsIds: [NOISY], count: COUNT, ...burst }, random),
      // The noisy one is known from before.
      ...planPushes({ name: 'before', atsIds: [NOISY], count: 60, fromMs: 0, toMs: MINUTE_MS }, random),
      ...planPushes({ name: 'steady', atsIds: [OTHER], count: 300, fromMs: 0, toMs: LENGTH_MS }, random),
    ],
    lengthMs: LENGTH_MS,
    seed: 3,
    drainBound: { aiCalls: 0, webhooks: 0 },
    panels: [],
  };
}

let result: SimulationResult;

const simulated = (input: Parameters<typeof scenario>[0]) =>
  beforeAll(async () => {
    result = await simulate(scenario(input));
  }, SIMULATION_LIMIT_MS);

const of = (atsId: string) =>
  [...result.timelines.entries()].filter(([, { event }]) => event.atsId === atsId);

const deliveries = (atsId: string) => of(atsId).flatMap(([, timeline]) => timeline.deliveries);

/** How long each webhook of the other ATS waited for its first attempt. */
const firstWaits = () =>
  deliveries(OTHER)
    .filter(({ attempts }) => attempts.length > 0)
    .map(({ createdAt, attempts }) => (attempts[0]?.at ?? 0) - createdAt);

/** How many of `times` are in each whole minute from the third to the last: long after the burst. */
function perMinute(times: readonly number[]): number[] {
  const minutes = times.map((at) => Math.floor((at - BEGIN) / MINUTE_MS));
  return [2, 3, 4].map((minute) => minutes.filter((each) => each === minute).length);
}

/** What so many at once, each taking its time limit, come to in a minute; what ends is seen up to a second late. */
const inMinute = (atOnce: number, limitMs: number, lateMs = 0) => (atOnce * MINUTE_MS) / (limitMs + lateMs);

describe('an ATS whose endpoint answers nothing, with 10,000 events on their way to it', () => {
  simulated({ of: NOISY });

  test('keeps another’s first attempts waiting no longer than its own tasks take to pass the queue', () => {
    const waits = firstWaits();
    expect(waits.length).toBeGreaterThan(290);
    expect(Math.max(...waits)).toBeLessThanOrEqual(passingMs(QUEUES.deliver) + LOOK_MS);
    // Which they have done before they get there, in the queue of the step before.
    expect(waits.filter((wait) => wait > LOOK_MS).length).toBeLessThanOrEqual(10);
  });

  test('is slowed, and not left alone: its attempts go on, as many at once as the slow queue has places', () => {
    // Those that the AI service has been through by the end.
    expect(deliveries(NOISY).filter(({ attempts }) => attempts.length === 0).length).toBeGreaterThan(7000);
    const attempts = deliveries(NOISY).flatMap((delivery) => delivery.attempts.map(({ at }) => at));
    const { maxConcurrentDispatches } = QUEUES['deliver-slow'];
    for (const count of perMinute(attempts)) {
      expect(count).toBeGreaterThanOrEqual(
        inMinute(maxConcurrentDispatches, DELIVERY_TIMEOUT_MS, 2 * LOOK_MS),
      );
      expect(count).toBeLessThanOrEqual(
        inMinute(maxConcurrentDispatches, DELIVERY_TIMEOUT_MS) + maxConcurrentDispatches,
      );
    }
  });
});

describe('an ATS on whose 10,000 events the AI service takes all the time it is given', () => {
  simulated({ of: `ai:${NOISY}` });

  const callsOf = (atsId: string) => {
    const own = new Map(of(atsId).map(([referenceId, { event }]) => [referenceId, event.acceptedAt]));
    return result.aiCalls.flatMap(({ at, referenceId }) => {
      const acceptedAt = own.get(referenceId);
      return acceptedAt === undefined ? [] : [{ at, wait: at - acceptedAt }];
    });
  };

  test('keeps another’s events waiting no longer than its own tasks take to pass the queue', () => {
    const waits = callsOf(OTHER).map(({ wait }) => wait);
    expect(waits.length).toBeGreaterThan(290);
    expect(Math.max(...waits)).toBeLessThanOrEqual(passingMs(QUEUES.process) + LOOK_MS);
    expect(waits.filter((wait) => wait > LOOK_MS).length).toBeLessThanOrEqual(15);
  });

  test('has its own handed over all the while, as many at once as the slow queue has places', () => {
    const { maxConcurrentDispatches } = QUEUES['process-slow'];
    for (const count of perMinute(callsOf(NOISY).map(({ at }) => at))) {
      expect(count).toBeGreaterThanOrEqual(inMinute(maxConcurrentDispatches, AI_TIMEOUT_MS, 2 * LOOK_MS));
      expect(count).toBeLessThanOrEqual(inMinute(2 * maxConcurrentDispatches, AI_TIMEOUT_MS));
    }
  });
});

describe.each<[string, Failure, number]>([
  ['takes nearly 2 s for each', 'sluggish', 0],
  ['answers every other one at once, and the rest not at all', 'flaky', 0],
  ['was quick until then, and answers nothing any more', 'timeout', MINUTE_MS],
])('an ATS that sends 10,000 events and %s', (_, failure, fromMs) => {
  simulated({ of: NOISY, failure, fromMs });

  test('keeps another’s first attempts waiting no longer than the bound', () => {
    const waits = firstWaits();
    expect(waits.length).toBeGreaterThan(290);
    expect(Math.max(...waits)).toBeLessThanOrEqual(passingMs(QUEUES.deliver) + DELIVERY_TIMEOUT_MS + LOOK_MS);
  });
});

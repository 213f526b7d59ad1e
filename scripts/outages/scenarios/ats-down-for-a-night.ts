import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/shared/core/duration.ts';
import { planPushes } from '../push.ts';
import { atMostWithMean, type Scenario } from '../scenario.ts';

export const DEAD = 'night-owl';
export const HEALTHY = 'early-bird';

const DOWN_MS = HOUR_MS;
const UP_MS = DOWN_MS + 8 * HOUR_MS;
const LENGTH_MS = UP_MS + 4 * HOUR_MS;

/** Events of each ATS, all day long. */
const EVENTS = 650;

/** What the dead ATS sends anew in two seconds: once while its endpoint lets every attempt run into the time limit, and … */
export const RESYNC = 500;
const RESYNC_MS = UP_MS - 90 * MINUTE_MS;
/** … once 20 min before it is back, so that all of it waits for the rung of 30 min. */
const LATE_RESYNC_MS = UP_MS - 20 * MINUTE_MS;

/**
 * In the morning the late re-sync comes back on the rung of 30 min, spread over its jitter of 3 min, and the earlier one on the rung of
 * 2 h, spread over 12 min. Of the steady events each of the five attempts is due, in any second, for as many as come in in one.
 */
const DRAIN_MEAN = RESYNC / 180 + RESYNC / 720 + (2 * EVENTS * 5) / (LENGTH_MS / SECOND_MS);

export const atsDownForANight: Scenario = {
  name: 'ats-down-for-a-night',
  title: "An ATS's endpoint is down for a night, another's is not",
  story:
    'Two ATSs send 50 events an hour each. The endpoint of one is down for eight hours: refused connections, 503, time-outs of 5 s. ' +
    'That ATS also sends 500 events within two seconds, twice: 90 and 20 minutes before its endpoint is back.',
  atsIds: [DEAD, HEALTHY],
  outages: [{ of: DEAD, fromMs: DOWN_MS, toMs: UP_MS, failures: ['refused', 'unavailable', 'timeout'] }],
  pushes(random) {
    const allDay = { atsIds: [DEAD, HEALTHY], count: 2 * EVENTS, fromMs: 0, toMs: LENGTH_MS - MINUTE_MS };
    const resync = (name: string, fromMs: number) =>
      planPushes({ name, atsIds: [DEAD], count: RESYNC, fromMs, toMs: fromMs + 2 * SECOND_MS }, random);
    return [
      ...planPushes({ name: 'steady', ...allDay }, random),
      ...resync('resync', RESYNC_MS),
      ...resync('late-resync', LATE_RESYNC_MS),
    ];
  },
  lengthMs: LENGTH_MS,
  seed: 2,
  drainBound: {
    // The AI service never fails here: one call for each event that comes in.
    aiCalls: atMostWithMean((2 * EVENTS) / (LENGTH_MS / SECOND_MS)),
    webhooks: atMostWithMean(DRAIN_MEAN),
  },
  panels: [
    {
      title: 'attempts per second, to the ATS that is down',
      counts: ({ webhooks }) => webhooks.filter(({ atsId }) => atsId === DEAD),
    },
    {
      title: 'attempts per second, to the other ATS',
      counts: ({ webhooks }) => webhooks.filter(({ atsId }) => atsId === HEALTHY),
    },
  ],
};

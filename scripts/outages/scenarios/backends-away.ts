import { MINUTE_MS, SECOND_MS } from '../../../functions/shared/core/duration.ts';
import { planPushes } from '../push.ts';
import { atMostWithMean, type Scenario } from '../scenario.ts';

const ATS_IDS = ['alpha', 'beta', 'gamma'];
export const STORE_AWAY = {
  of: 'store',
  fromMs: 5 * MINUTE_MS,
  toMs: 8 * MINUTE_MS,
  failures: ['refused'],
} as const;
export const QUEUE_AWAY = {
  of: 'queue',
  fromMs: 15 * MINUTE_MS,
  toMs: 19 * MINUTE_MS,
  failures: ['refused'],
} as const;
const LENGTH_MS = 40 * MINUTE_MS;
const PUSHING_MS = 30 * MINUTE_MS;

const EVENTS_A_MINUTE = 100;

/**
 * Tasks that could not be made are made by `sweep`: each minute those of one minute's events, and once besides those it had taken and
 * could not make either. A sweep's tasks go out together, up to the rates of the queue table; and there are the new events.
 */
const SWEPT = atMostWithMean(2 * EVENTS_A_MINUTE + EVENTS_A_MINUTE / 60);

export const backendsAway: Scenario = {
  name: 'backends-away',
  title: 'The store is away for three minutes, and later the queue takes no tasks for four',
  story:
    'Three ATSs send 100 events a minute. While the store is away every call of it fails, half of the commits after they took effect; ' +
    'the ATSs, answered 503, send again 30 to 60 s later. While the queue takes no tasks events are accepted all the same.',
  atsIds: ATS_IDS,
  outages: [STORE_AWAY, QUEUE_AWAY],
  pushes: (random) =>
    planPushes(
      {
        name: 'steady',
        atsIds: ATS_IDS,
        count: (EVENTS_A_MINUTE * PUSHING_MS) / MINUTE_MS,
        fromMs: SECOND_MS,
        toMs: PUSHING_MS,
      },
      random,
    ),
  lengthMs: LENGTH_MS,
  seed: 6,
  drainBound: { aiCalls: SWEPT, webhooks: SWEPT },
  panels: [
    { title: 'AI calls per second', counts: ({ aiCalls }) => aiCalls },
    { title: 'webhook attempts per second', counts: ({ webhooks }) => webhooks },
  ],
};

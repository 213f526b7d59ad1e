import { MINUTE_MS, SECOND_MS } from '../../../functions/shared/core/duration.ts';
import { planPushes } from '../push.ts';
import { atMostWithMean, type Scenario } from '../scenario.ts';

export const DISABLED = 'alpha';
const DOWN_MS = 5 * MINUTE_MS;
export const DISABLED_MS = 10 * MINUTE_MS;
export const ENABLED_MS = DISABLED_MS + 60 * MINUTE_MS;
const LENGTH_MS = 100 * MINUTE_MS;

const RESYNC = 1000;

/** The jitter of the longest postponement, 10 % of 10 min: what was put off together comes back spread over this. */
const JITTER_SECONDS = 60;

/** Events a second before and after. */
const STEADY = 10 / 60;

export const atsDisabledForAnHour: Scenario = {
  name: 'ats-disabled-for-an-hour',
  title: 'An ATS whose endpoint fails is disabled, and enabled an hour later',
  story:
    'Its endpoint begins to answer 503; a minute after it has sent 1,000 events within two seconds it is disabled for an hour, and the endpoint is ' +
    'repaired meanwhile. Its deliveries wait without using up rungs, and go on when it is enabled.',
  atsIds: [DISABLED],
  outages: [{ of: DISABLED, fromMs: DOWN_MS, toMs: ENABLED_MS, failures: ['unavailable'] }],
  switches: [
    { atMs: DISABLED_MS, atsId: DISABLED, enabled: false },
    { atMs: ENABLED_MS, atsId: DISABLED, enabled: true },
  ],
  pushes(random) {
    const steady = (name: string, fromMs: number, toMs: number) => {
      const count = Math.round((STEADY * (toMs - fromMs)) / SECOND_MS);
      return planPushes({ name, atsIds: [DISABLED], count, fromMs, toMs }, random);
    };
    const fromMs = DISABLED_MS - MINUTE_MS;
    return [
      ...steady('before', 0, DISABLED_MS),
      ...planPushes(
        { name: 'resync', atsIds: [DISABLED], count: RESYNC, fromMs, toMs: fromMs + 2 * SECOND_MS },
        random,
      ),
      // None is accepted while it is disabled.
      ...steady('after', ENABLED_MS, LENGTH_MS - MINUTE_MS),
    ];
  },
  lengthMs: LENGTH_MS,
  seed: 5,
  // The 100 events of before were put off like the re-sync; a new event makes one call and one attempt.
  drainBound: {
    aiCalls: atMostWithMean(STEADY),
    webhooks: atMostWithMean((RESYNC + 100) / JITTER_SECONDS + STEADY),
  },
  panels: [
    { title: 'AI calls per second', counts: ({ aiCalls }) => aiCalls },
    { title: 'webhook attempts per second', counts: ({ webhooks }) => webhooks },
  ],
};

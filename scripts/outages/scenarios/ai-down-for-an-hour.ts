import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/shared/core/duration.ts';
import { QUEUES } from '../../../functions/shared/core/queues.ts';
import { planPushes } from '../push.ts';
import { atMostWithMean, type Scenario } from '../scenario.ts';

const ATS_IDS = ['alpha', 'beta', 'gamma'];
const DOWN_MS = 10 * MINUTE_MS;
const UP_MS = DOWN_MS + HOUR_MS;
const LENGTH_MS = 90 * MINUTE_MS;

/** Events a second outside of the re-sync: 2,000 in the hour. */
const STEADY = 2000 / 3600;
const RESYNC = 1000;

/**
 * The widest jitter of the AI back-off, 10 % of its ceiling of 10 min: whatever failed together comes back spread over this. It is
 * what the re-sync has reached long before the service is back.
 */
const JITTER_SECONDS = 60;

/**
 * Calls of one event in the hour: 5 s doubled up to 10 min are seven waits of 10.6 min together, then there is one each 10 min. In any
 * second each of them is due for as many of the steady events as come in in a second; the last one is the first call of a new event.
 */
const CALLS_IN_AN_HOUR = 7 + 5 + 1;

const SPREAD_BOUND = atMostWithMean(RESYNC / JITTER_SECONDS + STEADY * CALLS_IN_AN_HOUR);

/** What waited in the slow queues, as every call took its 20 s, comes at the rate of those, each ATS's of its own. */
const DRAIN_BOUND = SPREAD_BOUND + ATS_IDS.length * QUEUES['process-slow'].maxDispatchesPerSecond;

export const aiDownForAnHour: Scenario = {
  name: 'ai-down-for-an-hour',
  title: 'The AI service is down for an hour',
  story:
    'Three ATSs, fifteen clients. 2,000 events come in over the hour, and 1,000 more within two seconds, as one ATS sends all it has anew. ' +
    'The service first refuses connections, then answers 503, then lets every call run into its time limit of 20 s.',
  atsIds: ATS_IDS,
  outages: [{ of: 'ai', fromMs: DOWN_MS, toMs: UP_MS, failures: ['refused', 'unavailable', 'timeout'] }],
  pushes(random) {
    const count = Math.round((STEADY * LENGTH_MS) / SECOND_MS);
    const resync = { fromMs: DOWN_MS + 12 * MINUTE_MS, toMs: DOWN_MS + 12 * MINUTE_MS + 2 * SECOND_MS };
    return [
      // The last ones have time to end.
      ...planPushes(
        { name: 'steady', atsIds: ATS_IDS, count, fromMs: 0, toMs: LENGTH_MS - MINUTE_MS },
        random,
      ),
      ...planPushes({ name: 'resync', atsIds: ['alpha'], count: RESYNC, ...resync }, random),
    ];
  },
  lengthMs: LENGTH_MS,
  seed: 1,
  // Each AI call that succeeds brings one webhook, a moment later.
  drainBound: { aiCalls: DRAIN_BOUND, webhooks: DRAIN_BOUND },
  panels: [
    { title: 'AI calls per second', counts: ({ aiCalls }) => aiCalls },
    { title: 'webhook attempts per second', counts: ({ webhooks }) => webhooks },
  ],
};

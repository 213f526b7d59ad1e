import { HOUR_MS, MINUTE_MS } from '../../../functions/shared/core/duration.ts';
import { planPushes } from '../push.ts';
import { atMostWithMean, type Scenario } from '../scenario.ts';

const ATS_IDS = ['alpha', 'beta'];
const DOWN_MS = 10 * MINUTE_MS;
const UP_MS = DOWN_MS + 25 * HOUR_MS;
const LENGTH_MS = UP_MS + HOUR_MS;

/** Events of the first half hour, which are given up, and of the last four hours, which are not. */
const EVENTS = 15;

export const aiDownForADay: Scenario = {
  name: 'ai-down-for-a-day',
  title: 'The AI service is down for 25 hours',
  story:
    'Fifteen events come in in its first half hour and fifteen in its last four hours. Before all that the service took five events, and never sends the ' +
    'results it promised. Each event is tried again for 24 h, and then given up.',
  atsIds: ATS_IDS,
  outages: [{ of: 'ai', fromMs: DOWN_MS, toMs: UP_MS, failures: ['refused', 'timeout', 'unavailable'] }],
  pushes: (random) => [
    ...planPushes(
      { name: 'forgotten', atsIds: ATS_IDS, count: 5, fromMs: 0, toMs: DOWN_MS - MINUTE_MS },
      random,
    ),
    ...planPushes(
      { name: 'given-up', atsIds: ATS_IDS, count: EVENTS, fromMs: DOWN_MS, toMs: DOWN_MS + HOUR_MS / 2 },
      random,
    ),
    ...planPushes(
      { name: 'late', atsIds: ATS_IDS, count: EVENTS, fromMs: UP_MS - 4 * HOUR_MS, toMs: UP_MS },
      random,
    ),
  ],
  isForgotten: (recordId) => recordId.startsWith('forgotten'),
  lengthMs: LENGTH_MS,
  seed: 3,
  // All of them wait 10 min at most, spread over them as they came in.
  drainBound: { aiCalls: atMostWithMean(EVENTS / 600), webhooks: atMostWithMean(EVENTS / 600) },
  panels: [
    { title: 'AI calls per second', counts: ({ aiCalls }) => aiCalls },
    { title: 'webhook attempts per second', counts: ({ webhooks }) => webhooks },
  ],
};

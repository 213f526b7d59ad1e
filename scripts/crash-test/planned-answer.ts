import { RETRY_LADDER } from '../../functions/shared/core/retry-ladder.ts';
import { seededRandom } from '../seeded-random.ts';

export interface PlannedAnswer {
  status: 200 | 500;
  /** How long the receiver takes to answer; well within the 5 s that it has. */
  delayMs: number;
}

/** The share of webhooks that fail at least so many times: most never do, a few only land on the last rung. */
const FAILURE_SHARES = [0.25, 0.13, 0.06, 0.02];
const SLOW_SHARE = 0.25;

/**
 * How the receiver answers the webhook `eventId` when it comes for the `index`-th time, from 0. The same for the same seed. From
 * the last rung on it is a 200 at once: a repeat uses up an answer but no rung, so that every delivery lands in the end.
 */
export function plannedAnswer(seed: string, eventId: string, index: number): PlannedAnswer {
  if (index >= RETRY_LADDER.length - 1) return { status: 200, delayMs: 0 };
  const random = seededRandom(`${seed}:${eventId}`);
  const draw = random();
  const failures = FAILURE_SHARES.filter((share) => draw < share).length;
  const slowIndex = random() < SLOW_SHARE ? Math.floor(random() * (failures + 1)) : undefined;
  const delayMs = index === slowIndex ? 1000 + Math.floor(random() * 2000) : 0;
  return { status: index < failures ? 500 : 200, delayMs };
}

import { SLOW_ATTEMPT_MS } from '../limits.ts';
import type { Attempt } from './delivery.ts';

/** How an ATS's endpoint is, under `endpointHealth/{atsId}`: written when that changes, and never otherwise. Without a document it is healthy. */
export interface EndpointHealth {
  atsId: string;
  /** `unhealthy`: it keeps failing slowly, as with time-outs, and so holds up others. Its attempts wait in a queue of their own. */
  state: 'healthy' | 'unhealthy';
  /** Epoch ms. */
  since: number;
  /** Why the last attempt before it became unhealthy failed; null while it is healthy. */
  reason: string | null;
}

/** What is known once an attempt has ended. */
export interface EndpointEvidence {
  atsId: string;
  /** All of this ladder, that which has just ended being the last. */
  attempts: readonly Pick<Attempt, 'at' | 'outcome' | 'durationMs' | 'reason'>[];
  /** How often in a row attempts of any webhook have failed slowly where this one was made, since the health last changed. */
  slowFailures: number;
}

/** So many slow failures in a row make an endpoint unhealthy … */
export const UNHEALTHY_AFTER = 5;

/** … or so many of one webhook, which are minutes apart: an ATS that is sent little has no five in a row in one instance. */
export const UNHEALTHY_AFTER_OF_ONE = 3;

/** What an attempt makes of the endpoint's health; undefined where that stays as it is. One success makes it healthy again. */
export function changedHealth(
  now: number,
  health: Pick<EndpointHealth, 'state' | 'since'> | undefined,
  { atsId, attempts, slowFailures }: EndpointEvidence,
): EndpointHealth | undefined {
  const last = attempts.at(-1);
  if (last === undefined) return undefined;
  if (health?.state === 'unhealthy') {
    return last.outcome === 'success' ? { atsId, state: 'healthy', since: now, reason: null } : undefined;
  }
  const isSlowFailure = ({ outcome, durationMs }: (typeof attempts)[number]) =>
    outcome !== 'success' && durationMs >= SLOW_ATTEMPT_MS;
  // What failed before it was well again is no sign that it is not.
  const since = attempts.filter(({ at }) => at >= (health?.since ?? 0));
  const ofOne = since.length >= UNHEALTHY_AFTER_OF_ONE && since.every(isSlowFailure);
  if (!isSlowFailure(last) || (slowFailures < UNHEALTHY_AFTER && !ofOne)) return undefined;
  return { atsId, state: 'unhealthy', since: now, reason: last.reason };
}

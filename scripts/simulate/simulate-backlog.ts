import { QUEUES } from '../../functions/shared/core/queues.ts';
import {
  RETRY_LADDER,
  type RetryLadder,
  rungDelayMs,
  rungQueue,
} from '../../functions/shared/core/retry-ladder.ts';
import { seededRandom } from '../seeded-random.ts';

export interface Backlog {
  /** Every attempt fails before this second, and none from it on. */
  outageSeconds: number;
  /** Webhooks that are made each second of the outage. What is made after it is delivered at once, and is left out. */
  perSecond: number;
  /** Webhooks more in its first second, as when an ATS sends all it has anew. */
  burst: number;
  jitter: boolean;
  /** Whether queues dispatch no more a second than core/queues.ts says. */
  limits: boolean;
  seed: number | string;
}

export interface BacklogLoad {
  /** Attempts of each second, rung by rung. */
  rungs: number[][];
  /** Attempts of each second. */
  attempts: number[];
  delivered: number;
  exhausted: number;
  /** The most that lay in a queue past their time. */
  longestQueue: number;
}

const LADDER: RetryLadder = RETRY_LADDER;

/**
 * What an outage of the receivers makes of the ladder, in whole seconds: how many attempts are made when. Rungs, jitter and limits are
 * production's own; attempts take no time, and fail at once: what times out is moved to the slow queues (docs/fairness.md), which are not in it.
 */
export function simulateBacklog(backlog: Backlog): BacklogLoad {
  const { outageSeconds, perSecond, burst } = backlog;
  const total = burst + perSecond * outageSeconds;
  const random = seededRandom(backlog.seed);
  const rungs: number[][] = LADDER.map(() => []);
  const horizon = horizonSeconds(backlog, total);
  const due = LADDER.map(() => new Uint32Array(horizon));
  const waiting = LADDER.map(() => 0);
  const attempts: number[] = [];
  const load: BacklogLoad = { rungs, attempts, delivered: 0, exhausted: 0, longestQueue: 0 };
  for (let second = 0; load.delivered + load.exhausted < total; second += 1) {
    const isOut = second < outageSeconds;
    const made = (isOut ? perSecond : 0) + (second === 0 ? burst : 0);
    let all = 0;
    for (const rung of LADDER.keys()) {
      const ready = (waiting[rung] ?? 0) + (due[rung]?.[second] ?? 0) + (rung === 0 ? made : 0);
      const begun = Math.min(ready, backlog.limits ? dispatchesPerSecond(rung) : ready);
      waiting[rung] = ready - begun;
      load.longestQueue = Math.max(load.longestQueue, ready - begun);
      rungs[rung]?.push(begun);
      all += begun;
      if (!isOut) load.delivered += begun;
      else if (rung === LADDER.length - 1) load.exhausted += begun;
      else
        planNext(due[rung + 1] as Uint32Array, {
          rung,
          second,
          count: begun,
          random: backlog.jitter ? random : () => 0,
        });
    }
    attempts.push(all);
  }
  return load;
}

/** What the queue of a rung dispatches a second, all of its shards together. */
export function dispatchesPerSecond(rung: number): number {
  const { shards, maxDispatchesPerSecond } = QUEUES[rungQueue(rung)];
  return shards * maxDispatchesPerSecond;
}

/** No attempt falls due after it: every wait at its longest, and every queue in front of it worked off one after the other. */
function horizonSeconds({ outageSeconds }: Backlog, total: number): number {
  const waits = LADDER.reduce((sum, ms) => sum + Math.ceil((ms * 1.1) / 1000) + 1, 0);
  const drains = LADDER.reduce((sum, _, rung) => sum + Math.ceil(total / dispatchesPerSecond(rung)), 0);
  return outageSeconds + waits + drains + 1;
}

interface Failed {
  rung: number;
  second: number;
  count: number;
  random: () => number;
}

function planNext(due: Uint32Array, { rung, second, count, random }: Failed): void {
  for (let each = 0; each < count; each += 1) {
    // Never early: what falls due within a second is begun with the next.
    const at = second + Math.ceil(rungDelayMs(LADDER, rung + 1, random()) / 1000);
    due[at] = (due[at] ?? 0) + 1;
  }
}

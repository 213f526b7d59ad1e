import { DISPATCH_DEADLINE_MS, INSTANCE_PLACES, TURNOVER_MS } from '../core/queues.ts';
import type { Clock } from '../ports/clock.ts';
import { type InTimeDeps, startNodeTimer } from './in-time.ts';

/** So many of an instance's places one ATS may hold that is slow, or that nothing is known of. */
export const FAIR_SHARE = 10;

/** And so many one that is neither slow nor quick: there is room left for whatever only passes through. */
export const MEDIUM_SHARE = (INSTANCE_PLACES * 3) / 4;

/** One that takes less gives its places back as fast as the queue can fill them, and may hold all of them. */
export const QUICK_MS = TURNOVER_MS;

/** How much the last one counts in what an ATS takes on average. */
const WEIGHT = 0.2;

/** How long, at the most, what is above the share waits for the first of an ATS that nothing is known of to end. */
const PROOF_MS = 300;

/** Beyond so many, those that have nothing under way are forgotten. */
const MAX_KNOWN = 1000;

/** Slow failures in a row that are remembered. */
const MAX_FAILURES = 10;

export interface FairShareDeps extends InTimeDeps {
  clock: Clock;
}

/** One place among what is under way. */
export interface Turn {
  /** Gives the place back; with what was found out of the ATS's pace, if anything was. Only the first call counts. */
  end(result?: { durationMs: number; failed: boolean }): void;
}

interface Known {
  /** When each began, the oldest first. */
  underWay: Set<{ since: number }>;
  /** What it takes on average; undefined as long as nothing has ended. */
  averageMs: number | undefined;
  /** When each of the last slow failures in a row ended. */
  slowFailures: number[];
  waiting: Set<() => void>;
}

/**
 * Makes the keeper of one instance's places. An ATS that takes `slowMs` or more on average, or has had something under way for that long, may
 * hold {@link FAIR_SHARE} of them; one that is quick all, since it gives them back at once. What it knows is no more than this instance
 * has seen, and is gone with it.
 */
export function createFairShare({ clock, startTimer = startNodeTimer }: FairShareDeps, slowMs: number) {
  const known = new Map<string, Known>();

  function knownOf(atsId: string): Known {
    const found = known.get(atsId);
    if (found) return found;
    if (known.size >= MAX_KNOWN) {
      for (const [id, { underWay, waiting }] of known) {
        if (underWay.size + waiting.size === 0) known.delete(id);
      }
    }
    const made: Known = { underWay: new Set(), averageMs: undefined, slowFailures: [], waiting: new Set() };
    known.set(atsId, made);
    return made;
  }

  function oldestAge({ underWay }: Known): number {
    for (const { since } of underWay) return clock.now() - since;
    return 0;
  }

  function shareOf(ats: Known): number {
    if (ats.averageMs === undefined) return FAIR_SHARE;
    const pace = Math.max(ats.averageMs, oldestAge(ats));
    if (pace < QUICK_MS) return Number.POSITIVE_INFINITY;
    return pace < slowMs ? MEDIUM_SHARE : FAIR_SHARE;
  }

  function hasRoom(ats: Known): boolean {
    for (const place of ats.underWay) {
      if (clock.now() - place.since < DISPATCH_DEADLINE_MS) break;
      // Its queue has given it up: a call that never ends does not hold its place for ever.
      ats.underWay.delete(place);
    }
    return ats.underWay.size < shareOf(ats);
  }

  /** Resolves to true when there may be room, and to false when that has taken too long. */
  async function proof(ats: Known, ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const onRoom = () => resolve(true);
    ats.waiting.add(onRoom);
    const callOff = startTimer(ms, () => resolve(false));
    const isWoken = await promise;
    ats.waiting.delete(onRoom);
    callOff();
    return isWoken;
  }

  function wake({ waiting }: Known, count: number): void {
    for (const onRoom of [...waiting].slice(0, count)) {
      waiting.delete(onRoom);
      onRoom();
    }
  }

  function begin(ats: Known): Turn {
    const place = { since: clock.now() };
    ats.underWay.add(place);
    return {
      end(result) {
        if (!ats.underWay.delete(place)) return;
        if (result) learn(ats, result);
        // A place is free; and what was learnt may be that there are many.
        wake(ats, result ? ats.waiting.size : 1);
      },
    };
  }

  function learn(ats: Known, { durationMs, failed }: { durationMs: number; failed: boolean }): void {
    const before = ats.averageMs ?? durationMs;
    ats.averageMs = before + WEIGHT * (durationMs - before);
    if (failed && durationMs >= slowMs)
      ats.slowFailures = [...ats.slowFailures, clock.now()].slice(-MAX_FAILURES);
    else ats.slowFailures = [];
  }

  return {
    /** A place, or undefined where the ATS has its share. */
    async enter(atsId: string): Promise<Turn | undefined> {
      const ats = knownOf(atsId);
      const giveUpAt = clock.now() - oldestAge(ats) + PROOF_MS;
      while (!hasRoom(ats) && ats.averageMs === undefined) {
        const left = giveUpAt - clock.now();
        if (left <= 0 || !(await proof(ats, left))) break;
      }
      return hasRoom(ats) ? begin(ats) : undefined;
    },
    /** A place in any case, for what is bounded elsewhere. */
    enterAnyway: (atsId: string): Turn => begin(knownOf(atsId)),
    /** How often in a row, by now and from `since` on (epoch ms), something of the ATS has failed slowly here. */
    slowFailures: (atsId: string, since = 0): number =>
      known.get(atsId)?.slowFailures.filter((at) => at >= since).length ?? 0,
  };
}

export type FairShare = ReturnType<typeof createFairShare>;

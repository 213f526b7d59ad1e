import { SLOW_MS } from '../core/limits.ts';
import { DISPATCH_DEADLINE_MS } from '../core/queues.ts';
import type { Clock } from '../ports/clock.ts';
import { type InTimeDeps, startNodeTimer } from './in-time.ts';

/** So much of what an instance does at once one ATS may hold, as long as it has not shown that it is quick. */
export const FAIR_SHARE = 10;

/** How long, at the most, what is above the share waits for the first of an ATS that nothing is known of to end. */
const PROOF_MS = 300;

/** Beyond so many, those that have nothing under way are forgotten. */
const MAX_KNOWN = 1000;

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
  pace: 'unknown' | 'quick' | 'slow';
  slowFailures: number;
  waiting: (() => void)[];
}

/**
 * Makes the keeper of one instance's places, of which an ATS that answers slowly, or not at all, may hold {@link FAIR_SHARE} only. One
 * that is quick may hold all of them, since it gives them back at once: it counts as quick from its last answer on, until
 * something has been under way for {@link SLOW_MS}. What it knows is no more than this instance has seen, and is gone with it.
 */
export function createFairShare({ clock, startTimer = startNodeTimer }: FairShareDeps) {
  const known = new Map<string, Known>();

  function knownOf(atsId: string): Known {
    const found = known.get(atsId);
    if (found) return found;
    if (known.size >= MAX_KNOWN) {
      for (const [id, { underWay }] of known) if (underWay.size === 0) known.delete(id);
    }
    const made: Known = { underWay: new Set(), pace: 'unknown', slowFailures: 0, waiting: [] };
    known.set(atsId, made);
    return made;
  }

  function oldestAge({ underWay }: Known): number {
    for (const { since } of underWay) return clock.now() - since;
    return 0;
  }

  function hasRoom(ats: Known): boolean {
    for (const place of ats.underWay) {
      if (clock.now() - place.since < DISPATCH_DEADLINE_MS) break;
      // Its queue has given it up: a call that never ends does not hold its place for ever.
      ats.underWay.delete(place);
    }
    return ats.underWay.size < FAIR_SHARE || (ats.pace === 'quick' && oldestAge(ats) < SLOW_MS);
  }

  /** Resolves when something of the ATS has ended, or when that has taken too long. */
  async function proof(ats: Known, ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    ats.waiting.push(resolve);
    const callOff = startTimer(ms, resolve);
    await promise;
    callOff();
  }

  function begin(ats: Known): Turn {
    const place = { since: clock.now() };
    ats.underWay.add(place);
    return {
      end(result) {
        if (!ats.underWay.delete(place) || result === undefined) return;
        const isSlow = result.durationMs >= SLOW_MS;
        ats.pace = isSlow ? 'slow' : 'quick';
        ats.slowFailures = isSlow && result.failed ? ats.slowFailures + 1 : 0;
        for (const wake of ats.waiting.splice(0)) wake();
      },
    };
  }

  return {
    /** A place, or undefined where the ATS has its share. */
    async enter(atsId: string): Promise<Turn | undefined> {
      const ats = knownOf(atsId);
      if (!hasRoom(ats) && ats.pace === 'unknown') {
        const left = PROOF_MS - oldestAge(ats);
        if (left > 0) await proof(ats, left);
      }
      return hasRoom(ats) ? begin(ats) : undefined;
    },
    /** A place in any case, for what is bounded elsewhere. */
    enterAnyway: (atsId: string): Turn => begin(knownOf(atsId)),
    /** How often in a row, by now, something of the ATS has failed slowly here. */
    slowFailures: (atsId: string): number => known.get(atsId)?.slowFailures ?? 0,
  };
}

export type FairShare = ReturnType<typeof createFairShare>;

import type { Check } from './check.ts';
import { checkAcceptances } from './check-acceptances.ts';
import { checkLadder } from './check-ladder.ts';
import { checkLanding, lostReferenceIds } from './check-landing.ts';
import { explainRepeats } from './explain-repeats.ts';
import { matchReceipts } from './match-receipts.ts';
import type { RunNotes } from './run-notes.ts';

export interface Figures {
  kills: number;
  eventsAccepted: number;
  webhooksDelivered: number;
  attempts: number;
  received: number;
  repeats: number;
  repeatsExplained: number;
  /** Kills that explain at least one repeat. */
  killsWithRepeats: number;
  /** The longest from a 202 to the receiver's own 200; null when nothing arrived. */
  slowestRecoveryMs: number | null;
}

export interface Verdict {
  figures: Figures;
  /** Reference ids answered 202 whose webhook has not arrived. */
  lost: string[];
  checks: Check[];
}

/** Judges a run of the crash test by its notes alone. */
export function checkRun(notes: RunNotes): Verdict {
  const matched = matchReceipts(notes);
  const repeats = explainRepeats(matched, notes.runs);
  const explained = repeats.filter(({ kill }) => kill !== undefined);
  return {
    figures: {
      kills: notes.runs.filter(({ killed }) => killed).length,
      eventsAccepted: new Set(notes.acceptances.map(({ referenceId }) => referenceId)).size,
      webhooksDelivered: matched.filter(({ delivery }) => delivery.state === 'delivered').length,
      attempts: matched.reduce((sum, { delivery }) => sum + delivery.attempts.length, 0),
      received: notes.receipts.length,
      repeats: repeats.length,
      repeatsExplained: explained.length,
      killsWithRepeats: new Set(explained.map(({ kill }) => kill)).size,
      slowestRecoveryMs: slowestRecovery(notes),
    },
    lost: [...lostReferenceIds(notes.acceptances, matched).keys()],
    checks: [
      ...checkAcceptances(notes),
      ...checkLanding(notes, matched),
      ...checkLadder(matched, repeats, notes.ladder),
    ],
  };
}

function slowestRecovery({ acceptances, receipts }: RunNotes): number | null {
  const takenAt = new Map<string, number>();
  for (const { referenceId, event, status, receivedAt } of receipts.toReversed()) {
    if (status === 200 && event.startsWith('candidate.')) takenAt.set(referenceId, receivedAt);
  }
  // The first 202 counts: a repeat of it may come long after.
  const firsts = Map.groupBy(acceptances, ({ referenceId }) => referenceId);
  const times = [...firsts].flatMap(([id, [first]]) => {
    const taken = takenAt.get(id);
    return taken === undefined || first === undefined ? [] : [taken - first.at];
  });
  return times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b), 0);
}

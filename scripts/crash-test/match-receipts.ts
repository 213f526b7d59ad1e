import type { Attempt } from '../../functions/shared/core/delivery/delivery.ts';
import type { RetryLadder } from '../../functions/shared/core/retry-ladder.ts';
import type { FinalDelivery, RunNotes, WebhookReceipt } from './run-notes.ts';

/** A delivery with the receipts of its attempts. */
export interface MatchedDelivery {
  delivery: FinalDelivery;
  /** In the order they came. */
  receipts: WebhookReceipt[];
  recorded: { attempt: Attempt; receipt: WebhookReceipt | undefined }[];
  /** Receipts that no recorded attempt accounts for. */
  repeats: WebhookReceipt[];
}

/** Times are whole milliseconds, rounded on both sides; a duration is measured by another clock than the time of day. */
export const ROUNDING_MS = 2;

/** No attempt ends before this. It may end later: sending begins a moment after `at`. */
export function soonestEnd({ at, durationMs }: Attempt): number {
  return at + durationMs;
}

/** Puts together what the store and the receiver say of each delivery. */
export function matchReceipts({
  final,
  receipts,
  ladder,
}: Pick<RunNotes, 'final' | 'receipts' | 'ladder'>): MatchedDelivery[] {
  const byEventId = Map.groupBy(receipts, ({ eventId }) => eventId);
  return final.deliveries.map((delivery) => {
    const own = (byEventId.get(delivery.deliveryId) ?? []).toSorted((a, b) => a.receivedAt - b.receivedAt);
    const repeats = new Set(own);
    const recorded = delivery.attempts.map((attempt, index) => {
      const from = attempt.at - ROUNDING_MS;
      const to = latestEnd(delivery, index, ladder) + ROUNDING_MS;
      // An attempt's own receipt comes before that of a repeat that may have followed it.
      const receipt = own.find((one) => repeats.has(one) && one.receivedAt >= from && one.receivedAt <= to);
      if (receipt) repeats.delete(receipt);
      return { attempt, receipt };
    });
    return { delivery, receipts: own, recorded, repeats: [...repeats] };
  });
}

/** By then an attempt had been written down: the next rung is counted from there, and so is the end of the delivery. */
function latestEnd({ attempts, settledAt }: FinalDelivery, index: number, ladder: RetryLadder): number {
  const attempt = attempts[index] as Attempt;
  const next = attempts[index + 1];
  // One without an answer may not have got through: what came later is not taken for it.
  if (attempt.outcome === 'error') return soonestEnd(attempt);
  if (next) return Math.max(soonestEnd(attempt), next.at - (ladder[attempt.number] ?? 0));
  return settledAt ?? soonestEnd(attempt);
}

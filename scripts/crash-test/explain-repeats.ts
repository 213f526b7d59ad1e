import type { Attempt } from '../../functions/shared/core/delivery/delivery.ts';
import { type MatchedDelivery, soonestEnd } from './match-receipts.ts';
import type { ServerRun, WebhookReceipt } from './run-notes.ts';

export interface ExplainedRepeat {
  receipt: WebhookReceipt;
  /** The kill that explains it, by the run it ended; undefined for a repeat without an excuse. */
  kill: ServerRun | undefined;
}

/** How long a server may take from an answer to the commit that writes it down. */
const RECORDING_MS = 1000;

/**
 * Finds for each receipt that was not written down the kill that came between: the attempt was under way when its server was
 * killed. One kill explains one repeat of a delivery, because its claim lets one worker make one attempt.
 */
export function explainRepeats(
  matched: readonly MatchedDelivery[],
  runs: readonly ServerRun[],
): ExplainedRepeat[] {
  return matched.flatMap((delivery) => {
    const used = new Set<ServerRun>();
    return delivery.repeats.map((receipt) => {
      const kill = killDuring(delivery, receipt, runs);
      if (kill === undefined || used.has(kill)) return { receipt, kill: undefined };
      used.add(kill);
      return { receipt, kill };
    });
  });
}

function killDuring(
  { delivery }: MatchedDelivery,
  receipt: WebhookReceipt,
  runs: readonly ServerRun[],
): ServerRun | undefined {
  // Two at once would be two workers with one claim, and no kill explains that.
  const { receivedAt } = receipt;
  const isDuring = (attempt: Attempt) => attempt.at <= receivedAt && receivedAt <= soonestEnd(attempt);
  if (delivery.attempts.some(isDuring)) return undefined;
  const run = runs.findLast(({ startedAt }) => startedAt <= receivedAt);
  const wasUnderWay = receipt.answeredAt === null || receipt.answeredAt >= (run?.endedAt ?? 0) - RECORDING_MS;
  return run?.killed && wasUnderWay ? run : undefined;
}

import { MIN_LEASE_LEFT_MS } from '../../functions/shared/core/lease.ts';
import { DELIVERY_TIMEOUT_MS } from '../../functions/shared/core/limits.ts';
import type { RetryLadder } from '../../functions/shared/core/retry-ladder.ts';
import type { Check } from './check.ts';
import type { ExplainedRepeat } from './explain-repeats.ts';
import { type MatchedDelivery, ROUNDING_MS, soonestEnd } from './match-receipts.ts';

/** No rung skipped, none early, and nothing sent twice but for a kill. */
export function checkLadder(
  matched: readonly MatchedDelivery[],
  repeats: readonly ExplainedRepeat[],
  ladder: RetryLadder,
): Check[] {
  return [
    { name: 'no rung skipped', problems: matched.flatMap(checkNumbers) },
    { name: 'no rung early', problems: matched.flatMap((one) => checkTimes(one, ladder)) },
    { name: 'every recorded attempt was received and answered so', problems: matched.flatMap(checkAnswers) },
    { name: 'every repeat is explained by a kill', problems: repeats.flatMap(checkRepeat) },
    { name: 'nothing is sent again while its claim lasts', problems: matched.flatMap(checkClaims) },
  ];
}

function checkNumbers({ delivery: { deliveryId, attempts, n, state } }: MatchedDelivery): string[] {
  const numbers = attempts.map(({ number, ladder }) =>
    ladder === 0 ? number : `${number} of ladder ${ladder}`,
  );
  const problems: string[] = [];
  if (n !== attempts.length || numbers.some((number, index) => number !== index + 1)) {
    problems.push(`${deliveryId}: ${n} attempts made, and recorded are ${numbers.join(', ') || 'none'}`);
  }
  const successAt = attempts.findIndex(({ outcome }) => outcome === 'success');
  if (successAt !== (state === 'delivered' ? attempts.length - 1 : -1)) {
    problems.push(
      `${deliveryId}: ${state}, and its success is at place ${successAt + 1} of ${attempts.length}`,
    );
  }
  return problems;
}

/** The next attempt, be it recorded or not, comes no sooner than its rung after the one before. */
function checkTimes({ delivery, recorded, receipts }: MatchedDelivery, ladder: RetryLadder): string[] {
  return recorded.flatMap(({ attempt, receipt }, index) => {
    const rung = ladder[attempt.number] ?? 0;
    // By the receiver's own notes too: the sender cannot have had an answer before it was sent.
    const answeredAt = attempt.outcome === 'error' ? null : receipt?.answeredAt;
    const end = Math.max(soonestEnd(attempt), answeredAt ?? 0);
    const next = delivery.attempts[index + 1];
    const later = receipts.filter(({ receivedAt }) => receivedAt > (receipt?.receivedAt ?? end));
    const beginnings = [...(next ? [next.at] : []), ...later.map(({ receivedAt }) => receivedAt)];
    return beginnings
      .filter((at) => at < end + rung - ROUNDING_MS)
      .map((at) => {
        const which = `${delivery.deliveryId}: attempt ${attempt.number}`;
        return `${which} was followed by another after ${at - end} ms, where the rung is ${rung} ms`;
      });
  });
}

function checkAnswers({ delivery: { deliveryId }, recorded }: MatchedDelivery): string[] {
  return recorded.flatMap(({ attempt: { number, outcome, statusCode, reason }, receipt }) => {
    const which = `${deliveryId}: attempt ${number}`;
    if (outcome === 'error') return receipt ? [] : [`${which} did not reach the receiver: ${reason}`];
    if (receipt === undefined) return [`${which} is recorded as ${statusCode}, and was not received`];
    const { status } = receipt;
    return status === statusCode ? [] : [`${which} is recorded as ${statusCode}, and was answered ${status}`];
  });
}

function checkRepeat({ receipt: { eventId, event, receivedAt }, kill }: ExplainedRepeat): string[] {
  if (kill) return [];
  const time = new Date(receivedAt).toISOString();
  return [`${eventId} (${event}), received ${time}, is recorded nowhere, and no kill came between`];
}

/** So much of its claim an attempt has left when it is received, at the least. */
const MIN_CLAIM_LEFT_MS = MIN_LEASE_LEFT_MS - DELIVERY_TIMEOUT_MS;

/** An attempt that was not written down keeps other workers away all the same, until its claim ends. */
function checkClaims({ delivery: { deliveryId }, receipts, repeats }: MatchedDelivery): string[] {
  return repeats.flatMap((repeat) => {
    const next = receipts[receipts.indexOf(repeat) + 1];
    const waited = next ? next.receivedAt - repeat.receivedAt : MIN_CLAIM_LEFT_MS;
    return waited < MIN_CLAIM_LEFT_MS ? [`${deliveryId} was sent again after ${waited} ms`] : [];
  });
}

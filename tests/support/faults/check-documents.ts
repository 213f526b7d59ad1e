import type { Leasable } from '../../../functions/shared/core/lease.ts';
import type { FlowDocuments } from './flow-documents.ts';

/** What must hold of every document at every moment, whatever has failed. */
export function documentProblems({ events, deliveries }: FlowDocuments): string[] {
  return [
    ...events.flatMap((event) => {
      const name = `the event ${event.type} ${event.referenceId}`;
      return [...leaseProblems(name, event, event.state === 'settled', event.settledAt, event.expireAt)];
    }),
    ...deliveries.flatMap((delivery) => {
      const { event, deliveryId, state, n, attempts } = delivery;
      const name = `the delivery ${event} ${deliveryId}`;
      const problems = leaseProblems(
        name,
        delivery,
        state !== 'pending',
        delivery.settledAt,
        delivery.expireAt,
      );
      if (attempts.length !== n) problems.push(`${name} holds ${attempts.length} attempts and says ${n}`);
      return problems;
    }),
  ];
}

function leaseProblems(
  name: string,
  { sweepAt, dueAt, leaseUntil, claimId }: Leasable,
  isSettled: boolean,
  settledAt: number | null,
  expireAt: number | undefined,
): string[] {
  if (isSettled) {
    const isOver = sweepAt === undefined && claimId === null && settledAt !== null && expireAt !== undefined;
    return isOver ? [] : [`${name} is settled, and not as one that is`];
  }
  if (expireAt !== undefined) return [`${name} is still to be done, and expires`];
  if (sweepAt === undefined) return [`${name} is still to be done, and no sweep will find it`];
  return leaseUntil !== null && sweepAt <= leaseUntil ? [`${name} is swept within its lease (${dueAt})`] : [];
}

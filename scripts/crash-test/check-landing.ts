import type { Check } from './check.ts';
import type { MatchedDelivery } from './match-receipts.ts';
import type { Acceptance, RunNotes } from './run-notes.ts';

/** Everything accepted has arrived, once as far as the store is concerned, and as it was stored. */
export function checkLanding(notes: RunNotes, matched: readonly MatchedDelivery[]): Check[] {
  return [
    {
      name: 'one candidate webhook for each 202, delivered and received',
      problems: [...lostReferenceIds(notes.acceptances, matched)].map(([id, why]) => `${id}: ${why}`),
    },
    { name: 'each client and user announced once', problems: checkProvisioning(notes.acceptances, matched) },
    { name: 'every delivery has ended as delivered', problems: matched.flatMap(checkDelivered) },
    { name: 'every webhook received is signed and known', problems: checkReceipts(notes) },
    { name: 'every receipt of an event_id has the same bytes', problems: matched.flatMap(checkBytes) },
    { name: 'no event, delivery or task is left', problems: checkLeftovers(notes) },
  ];
}

/** The reference ids that were answered 202 and whose webhook has not arrived as it should, with the reason. */
export function lostReferenceIds(
  acceptances: readonly Acceptance[],
  matched: readonly MatchedDelivery[],
): Map<string, string> {
  const candidates = matched.filter(({ delivery }) => delivery.event.startsWith('candidate.'));
  const byId = Map.groupBy(candidates, ({ delivery }) => delivery.referenceId);
  const lost = new Map<string, string>();
  for (const { referenceId, event } of acceptances) {
    const why = whyLost(event, byId.get(referenceId) ?? []);
    if (why) lost.set(referenceId, why);
  }
  return lost;
}

function whyLost(event: string, found: readonly MatchedDelivery[]): string | undefined {
  const [only] = found;
  if (only === undefined || found.length > 1) return `${found.length} deliveries instead of one`;
  const { delivery, receipts } = only;
  if (delivery.event !== event) return `${delivery.event} instead of ${event}`;
  if (delivery.state !== 'delivered') return `its delivery ${delivery.deliveryId} is ${delivery.state}`;
  const arrived = receipts.some((receipt) => receipt.verified && receipt.status === 200);
  return arrived ? undefined : `${delivery.deliveryId} is delivered, and the receiver has not taken it`;
}

function checkProvisioning(
  acceptances: readonly Acceptance[],
  matched: readonly MatchedDelivery[],
): string[] {
  const expected = new Set(
    acceptances.flatMap(({ clientId, userId }) => [
      `workspace.provisioned of ${clientId}`,
      `workspace.member_added of ${clientId} ${userId}`,
    ]),
  );
  const announcements = matched.filter(({ delivery }) => delivery.event.startsWith('workspace.'));
  const found = Map.groupBy(announcements, ({ delivery: { event, clientId, userId } }) =>
    userId === null ? `${event} of ${clientId}` : `${event} of ${clientId} ${userId}`,
  );
  return [...expected.union(new Set(found.keys()))].flatMap((name) => {
    const deliveries = found.get(name) ?? [];
    if (!expected.has(name)) return [`${name}, of whom nothing came`];
    if (deliveries.length !== 1) return [`${name}: ${deliveries.length} deliveries instead of one`];
    const arrived = deliveries[0]?.receipts.some(({ verified, status }) => verified && status === 200);
    return arrived ? [] : [`${name}: the receiver has not taken it`];
  });
}

function checkDelivered({ delivery: { deliveryId, event, state, n } }: MatchedDelivery): string[] {
  return state === 'delivered' ? [] : [`${deliveryId} (${event}) is ${state} after ${n} attempts`];
}

function checkReceipts({ receipts, final }: RunNotes): string[] {
  const known = new Map(final.deliveries.map((delivery) => [delivery.deliveryId, delivery]));
  return receipts.flatMap(({ eventId, event, referenceId, verified }) => {
    const delivery = known.get(eventId);
    if (delivery === undefined) return [`${eventId} (${event}) was received, and there is no such delivery`];
    if (!verified) return [`${eventId} (${event}) came with a wrong signature`];
    return delivery.referenceId === referenceId
      ? []
      : [`${eventId} came with the reference id ${referenceId}`];
  });
}

function checkBytes({ delivery, receipts }: MatchedDelivery): string[] {
  const different = receipts.filter(({ bodyHash }) => bodyHash !== delivery.bodyHash);
  if (different.length === 0) return [];
  return [
    `${delivery.deliveryId}: ${different.length} of ${receipts.length} receipts are not what is stored`,
  ];
}

function checkLeftovers({ final: { events, deliveries, tasks } }: RunNotes): string[] {
  const counts: [number, string][] = [
    [events.filter(({ state }) => state !== 'settled').length, 'events are not settled'],
    [deliveries.filter(({ state }) => state === 'pending').length, 'deliveries are pending'],
    [tasks, 'tasks are still in the queue'],
  ];
  return counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
}

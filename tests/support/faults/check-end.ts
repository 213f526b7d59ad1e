import type { Delivery } from '../../../functions/shared/core/delivery/delivery.ts';
import { RETRY_LADDER } from '../../../functions/shared/core/retry-ladder.ts';
import type { FaultFlow } from './fault-flow.ts';
import { KNOWN_CLIENT } from './fault-world.ts';
import type { FlowDocuments } from './flow-documents.ts';
import type { SentWebhook } from './outside.ts';

/** What must hold once everything has come to its end. `exhausted`: the webhooks of the events themselves are never taken. */
export function endProblems(
  flow: FaultFlow,
  documents: FlowDocuments,
  ends: 'delivered' | 'exhausted',
): string[] {
  const { outside, injector } = flow.world;
  const { lostAttempts } = injector.notes;
  const sentOf = Map.groupBy(outside.webhooks, ({ eventId }) => eventId);
  const known = new Set(documents.deliveries.map(({ deliveryId }) => deliveryId));
  return [
    ...acceptanceProblems(flow, documents),
    ...announcementProblems(flow, documents),
    ...[...sentOf.keys()]
      .filter((id) => !known.has(id))
      .map((id) => `${id} was sent, and is no delivery of ours`),
    ...documents.deliveries.flatMap((delivery) => {
      const isOwn = !delivery.event.startsWith('workspace.');
      const sent = sentOf.get(delivery.deliveryId) ?? [];
      return [
        ...ladderProblems(delivery, isOwn ? ends : 'delivered'),
        ...sendingProblems(delivery, sent, lostAttempts.get(delivery.deliveryId) ?? 0),
      ].map((problem) => `${delivery.event}: ${problem}`);
    }),
  ];
}

/** One event for each push, and each 202 names one. */
function acceptanceProblems({ pushes, accepted }: FaultFlow, { events }: FlowDocuments): string[] {
  const stored = new Set(events.map(({ referenceId }) => referenceId));
  const problems = [...accepted]
    .filter((id) => !stored.has(id))
    .map((id) => `${id} was accepted and is gone`);
  const { size } = pushes;
  if (events.length !== size) problems.push(`${size} pushes became ${events.length} events`);
  if (accepted.size !== size) problems.push(`${size} pushes got ${accepted.size} reference ids`);
  return problems;
}

/** A webhook for each event, and for a client and a user that were not known one each. */
function announcementProblems(
  { clientId, pushes: { size } }: FaultFlow,
  { deliveries }: FlowDocuments,
): string[] {
  const isNew = clientId !== KNOWN_CLIENT;
  const count = (name: string) => deliveries.filter(({ event }) => event === name).length;
  return [
    ...['workspace.provisioned', 'workspace.member_added'].flatMap((name) =>
      count(name) === Number(isNew) ? [] : [`${count(name)} deliveries of ${name}`],
    ),
    ...(deliveries.length === size + 2 * Number(isNew)
      ? []
      : [`${deliveries.length} deliveries of ${size} pushes`]),
  ];
}

/** No rung skipped, none early, and the end that fits. */
function ladderProblems({ state, attempts }: Delivery, end: 'delivered' | 'exhausted'): string[] {
  const problems: string[] = [];
  const outcomes = attempts.map(({ outcome }) => outcome);
  const numbers = attempts.map(({ number }) => number);
  if (state !== end) problems.push(`ended as ${state} after ${outcomes.join(', ')}`);
  if (numbers.some((number, index) => number !== index + 1)) problems.push(`attempts ${numbers.join(', ')}`);
  const succeeded = outcomes.indexOf('success');
  if (succeeded !== (state === 'delivered' ? outcomes.length - 1 : -1)) {
    problems.push(`${state} after ${outcomes.join(', ')}`);
  }
  if (state === 'exhausted' && outcomes.length !== RETRY_LADDER.length) {
    problems.push(`exhausted after ${outcomes.length} attempts`);
  }
  return problems;
}

/** What reached the ATS: the same bytes each time, each rung waited for, and repeated only what could not be written down. */
function sendingProblems(
  { attempts, payload, state }: Delivery,
  sent: SentWebhook[],
  lost: number,
): string[] {
  const problems: string[] = [];
  const text = Buffer.from(payload).toString('utf8');
  if (sent.some(({ body }) => body !== text)) problems.push('other bytes than those stored');
  if (sent.some(({ verified }) => !verified)) problems.push('a signature that is wrong');
  const unwritten = sent.filter(({ at }) => !attempts.some((attempt) => attempt.at === at));
  const twice = sent.length - new Set(sent.map(({ at }) => at)).size;
  if (unwritten.length + twice > lost) {
    problems.push(
      `sent ${unwritten.length + twice} times beside what is written down, where ${lost} could not be`,
    );
  }
  for (const [index, { at, number }] of attempts.entries()) {
    const next = attempts[index + 1]?.at;
    const rung = RETRY_LADDER[number] ?? Number.POSITIVE_INFINITY;
    const soonest = Math.min(
      ...sent.filter((webhook) => webhook.at > at).map((webhook) => webhook.at),
      next ?? Number.POSITIVE_INFINITY,
    );
    if (soonest < at + rung)
      problems.push(`attempt ${number + 1} came ${soonest - at} ms after the one before`);
  }
  if (state === 'delivered' && !sent.some(({ status }) => status === 200)) problems.push('never taken');
  return problems;
}

import type { Delivery } from '../../../functions/shared/core/delivery/delivery.ts';
import { LEASE_MS } from '../../../functions/shared/core/lease.ts';
import { RETRY_LADDER } from '../../../functions/shared/core/retry-ladder.ts';
import type { FaultFlow } from './fault-flow.ts';
import { KNOWN_CLIENT } from './fault-world.ts';
import type { FlowDocuments } from './flow-documents.ts';
import type { SentWebhook } from './outside.ts';
import type { Scenario } from './scenario.ts';

/** What must hold once everything has come to its end. */
export function endProblems(
  flow: FaultFlow,
  documents: FlowDocuments,
  { ends = 'delivered', outcome = 'success', tellsOf }: Pick<Scenario, 'ends' | 'outcome' | 'tellsOf'>,
): string[] {
  const { outside, injector } = flow.world;
  const { lostAttempts, handed } = injector.notes;
  const sentOf = Map.groupBy(outside.webhooks, ({ eventId }) => eventId);
  const known = new Set(documents.deliveries.map(({ deliveryId }) => deliveryId));
  return [
    ...acceptanceProblems(flow, documents),
    ...documents.events
      .filter((event) => event.outcome !== outcome)
      .map(({ type, error }) => `${type} came to ${error?.code ?? 'success'}`),
    ...(tellsOf ? countProblems(tellsOf, documents) : announcementProblems(flow, documents)),
    ...[...sentOf.keys()]
      .filter((id) => !known.has(id))
      .map((id) => `${id} was sent, and is no delivery of ours`),
    ...documents.deliveries.flatMap((delivery) => {
      const isOwn = !delivery.event.startsWith('workspace.');
      const sent = sentOf.get(delivery.deliveryId) ?? [];
      const sendings = handed.filter((id) => id === delivery.deliveryId).length;
      return [
        ...rungProblems(delivery, sendings),
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

/** Just these webhooks. */
function countProblems(tellsOf: Readonly<Record<string, number>>, { deliveries }: FlowDocuments): string[] {
  const counted = Map.groupBy(deliveries, ({ event }) => event);
  const names = new Set([...Object.keys(tellsOf), ...counted.keys()]);
  return [...names].flatMap((name) => {
    const count = counted.get(name)?.length ?? 0;
    return count === (tellsOf[name] ?? 0) ? [] : [`${count} deliveries of ${name}`];
  });
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

/** What fails on our side uses up no rung: only what was handed to the sender does, and that there is no URL. */
function rungProblems({ attempts }: Delivery, sendings: number): string[] {
  const used = attempts.filter(({ reason }) => !reason?.startsWith('No webhook URL')).length;
  return used > sendings ? [`${used} rungs used up, and ${sendings} times handed to the sender`] : [];
}

/** What reached the ATS: the same bytes each time, each rung waited for, and repeated only what could not be written down. */
function sendingProblems(delivery: Delivery, sent: readonly SentWebhook[], lost: number): string[] {
  const { attempts, payload, state } = delivery;
  const problems: string[] = [];
  const text = Buffer.from(payload).toString('utf8');
  if (sent.some(({ body }) => body !== text)) problems.push('other bytes than those stored');
  if (sent.some(({ verified }) => !verified)) problems.push('a signature that is wrong');
  const repeats = unwritten(delivery, sent);
  if (repeats.length > lost) {
    problems.push(`sent ${repeats.length} times beside what is written down, where ${lost} could not be`);
  }
  if (state === 'delivered' && !sent.some(({ status }) => status === 200)) problems.push('never taken');
  for (const { at, number } of attempts) {
    const wait = waitAfter(at, [...attempts, ...sent]);
    if (wait < (RETRY_LADDER[number] ?? Number.POSITIVE_INFINITY)) {
      problems.push(`attempt ${number + 1} came ${wait} ms after the one before`);
    }
  }
  for (const { at } of repeats) {
    const wait = waitAfter(at, sent);
    if (wait < LEASE_MS) problems.push(`sent again after ${wait} ms, within the claim of whoever sent it`);
  }
  return problems;
}

/** What was sent and is no attempt that is written down. */
function unwritten({ attempts }: Delivery, sent: readonly SentWebhook[]): SentWebhook[] {
  const left = attempts.map(({ at }) => at);
  return sent.filter(({ at }) => {
    const index = left.indexOf(at);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** How long after `at` the next one of `all` came, in ms. */
function waitAfter(at: number, all: readonly { at: number }[]): number {
  const later = all.map((one) => one.at).filter((other) => other > at);
  return Math.min(...later, Number.POSITIVE_INFINITY) - at;
}

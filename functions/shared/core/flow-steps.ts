import type { AcceptedEvent } from './accepted-event.ts';
import type { Delivery } from './delivery/delivery.ts';
import { workspaceEvent } from './workspaces/workspace-types.ts';

/** One thing that has happened in a flow, or is to happen next. */
export interface FlowStep {
  /** Epoch ms. */
  at: number;
  step: 'accepted' | 'taken_by_ai' | 'result' | 'webhook_created' | 'attempt' | 'next';
  /** In plain words. */
  text: string;
}

/** The story of one flow, in the order of time: what happened, then what comes next and when. */
export function flowSteps(event: AcceptedEvent, deliveries: readonly Delivery[]): FlowStep[] {
  const steps = [...eventSteps(event), ...deliveries.flatMap(deliverySteps)];
  // The order of what happened at the same millisecond is the order in which it is listed here.
  return steps.toSorted((a, b) => Number(a.step === 'next') - Number(b.step === 'next') || a.at - b.at);
}

const ACCEPTED = {
  rest: 'received by REST and accepted',
  webhook: 'received by webhook and accepted',
  ai: 'received from Carv and accepted',
  sandbox: 'to be tested, from the sandbox',
} as const;

function eventSteps(event: AcceptedEvent): FlowStep[] {
  const { source, type, acceptedAt, aiAcceptedAt, settledAt } = event;
  const steps: FlowStep[] = [{ at: acceptedAt, step: 'accepted', text: `${type} ${ACCEPTED[source]}` }];
  if (aiAcceptedAt !== null) {
    const text = 'taken by the AI service, its result to come';
    steps.push({ at: aiAcceptedAt, step: 'taken_by_ai', text });
  }
  if (settledAt === null) steps.push({ at: event.dueAt, step: 'next', text: nextStep(event) });
  // What came from Carv, or is made up, is its own result.
  else if (source !== 'ai' && source !== 'sandbox')
    steps.push({ at: settledAt, step: 'result', text: outcomeOf(event) });
  return steps;
}

function nextStep({ state, n, type }: AcceptedEvent): string {
  if (state === 'awaiting_result') return 'given up, if no result has come by then';
  if (workspaceEvent(type)) return 'provisioned';
  return n === 0 ? 'handed to the AI service' : `call ${n + 1} of the AI service`;
}

function outcomeOf({ outcome, error, type }: AcceptedEvent): string {
  if (outcome === 'error') return `error ${error?.code}: ${error?.message}`;
  return workspaceEvent(type) ? 'provisioned' : 'result of AI: success';
}

function deliverySteps(delivery: Delivery): FlowStep[] {
  const { event, state, createdAt, attempts, dueAt, n } = delivery;
  const steps: FlowStep[] = [
    { at: createdAt, step: 'webhook_created', text: `webhook ${event} is to be delivered` },
  ];
  for (const { at, number, ladder, outcome, statusCode, reason, durationMs } of attempts) {
    const result = outcome === 'success' ? `delivered (${statusCode})` : reason;
    const text = `${event}, ${attemptName(ladder, number)}: ${result}, ${durationMs} ms`;
    steps.push({ at, step: 'attempt', text });
  }
  if (state === 'pending') {
    steps.push({ at: dueAt, step: 'next', text: `${event}, ${attemptName(delivery.ladder, n + 1)}` });
  }
  return steps;
}

/** What was sent again by hand begins anew with attempt 1. */
function attemptName(ladder: number, number: number): string {
  return ladder === 0 ? `attempt ${number}` : `sent again (${ladder}), attempt ${number}`;
}

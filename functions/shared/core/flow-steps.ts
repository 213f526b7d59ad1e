import type { AcceptedEvent } from './accepted-event.ts';
import type { Delivery } from './delivery/delivery.ts';

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

function eventSteps(event: AcceptedEvent): FlowStep[] {
  const { source, type, acceptedAt, aiAcceptedAt, settledAt, outcome, error } = event;
  const via = source === 'rest' ? 'by REST' : 'by webhook';
  const steps: FlowStep[] = [
    { at: acceptedAt, step: 'accepted', text: `${type} received ${via} and accepted` },
  ];
  if (aiAcceptedAt !== null) {
    steps.push({
      at: aiAcceptedAt,
      step: 'taken_by_ai',
      text: 'taken by the AI service, its result to come',
    });
  }
  if (settledAt !== null) {
    const text = outcome === 'success' ? 'result of AI: success' : `error ${error?.code}: ${error?.message}`;
    steps.push({ at: settledAt, step: 'result', text });
  } else if (event.state === 'awaiting_result') {
    steps.push({ at: event.dueAt, step: 'next', text: 'given up, if no result has come by then' });
  } else {
    const text = event.n === 0 ? 'handed to the AI service' : `call ${event.n + 1} of the AI service`;
    steps.push({ at: event.dueAt, step: 'next', text });
  }
  return steps;
}

function deliverySteps(delivery: Delivery): FlowStep[] {
  const { event, state, createdAt, attempts, dueAt, n } = delivery;
  const steps: FlowStep[] = [
    { at: createdAt, step: 'webhook_created', text: `webhook ${event} is to be delivered` },
  ];
  for (const { at, number, outcome, statusCode, reason, durationMs } of attempts) {
    const result = outcome === 'success' ? `delivered (${statusCode})` : reason;
    steps.push({ at, step: 'attempt', text: `${event}, attempt ${number}: ${result}, ${durationMs} ms` });
  }
  if (state === 'pending') steps.push({ at: dueAt, step: 'next', text: `${event}, attempt ${n + 1}` });
  return steps;
}

import type { AcceptedEvent } from '../accepted-event.ts';
import type { EventError } from '../envelope.ts';
import { waitFields } from '../lease.ts';
import { AI_PATIENCE_MS } from '../limits.ts';
import { aiBackoffMs } from './ai-backoff.ts';

/** What one call to the AI service came to, as far as the event is concerned. */
export type AiOutcome =
  | { kind: 'accepted' }
  | { kind: 'refused'; statusCode: number }
  | { kind: 'unavailable' };

/** An event that goes on: the fields to write, and when its next task is due (null: a result is awaited instead). */
export type EventProgress = { set: Partial<AcceptedEvent>; nextDueAt: number | null };

/** Why an event whose time is up is given up, before any further call; undefined while there is patience left. */
export function overdueError(event: AcceptedEvent, now: number): EventError | undefined {
  if (event.state === 'awaiting_result') {
    return {
      code: 'ai_result_timeout',
      message: 'The AI service took the event and sent no result within 24 hours',
    };
  }
  if (now < event.acceptedAt + AI_PATIENCE_MS) return undefined;
  return { code: 'ai_unavailable', message: 'The AI service could not be reached within 24 hours' };
}

/** What an answer without a result makes of an event: a final error, or what it waits for next. */
export function afterAiCall(
  event: AcceptedEvent,
  outcome: AiOutcome,
  now: number,
  random: number,
): EventProgress | EventError {
  if (outcome.kind === 'refused') {
    const message = `The AI service refused the event (status ${outcome.statusCode})`;
    return { code: 'ai_rejected', message };
  }
  const n = event.n + 1;
  if (outcome.kind === 'accepted') {
    const waiting = waitFields(now + AI_PATIENCE_MS);
    return { set: { state: 'awaiting_result', aiAcceptedAt: now, n, ...waiting }, nextDueAt: null };
  }
  const lastCall = event.acceptedAt + AI_PATIENCE_MS;
  const nextDueAt = Math.max(now, Math.min(now + aiBackoffMs(n, random), lastCall));
  return { set: { n, ...waitFields(nextDueAt) }, nextDueAt };
}

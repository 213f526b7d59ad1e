import { describe, expect, test } from '@jest/globals';
import { createDelivery } from './delivery/create-delivery.ts';
import { recordAttempt } from './delivery/record-attempt.ts';
import { flowSteps } from './flow-steps.ts';
import { createEvent } from './processing/create-event.ts';
import { RETRY_LADDER } from './retry-ladder.ts';

const payload = Buffer.from('{}');
const ids = { referenceId: 'r', atsId: 'acme', clientId: 'c' };
const event = createEvent(
  { ...ids, source: 'webhook', type: 'candidate.created', recordId: '1', userId: 'u', payload },
  1000,
);
const delivery = createDelivery({ ...ids, deliveryId: 'd', event: 'candidate.created', payload }, 3000);
const failed = {
  claimId: 'x',
  durationMs: 7,
  outcome: 'failure',
  statusCode: 500,
  reason: 'The endpoint answered 500',
} as const;

const told = (...input: Parameters<typeof flowSteps>) =>
  flowSteps(...input).map(({ at, step, text }) => `${at} ${step}: ${text}`);

describe('the steps of a flow', () => {
  test('an event that waits for AI says when it is handed over', () => {
    expect(told(event, [])).toEqual([
      '1000 accepted: candidate.created received by webhook and accepted',
      '1000 next: handed to the AI service',
    ]);
    expect(told({ ...event, n: 2, dueAt: 9000 }, []).at(-1)).toBe('9000 next: call 3 of the AI service');
  });

  test('an event whose result was promised says when it is given up', () => {
    const waiting = { ...event, state: 'awaiting_result', aiAcceptedAt: 2000, dueAt: 9000 } as const;
    expect(told(waiting, []).slice(1)).toEqual([
      '2000 taken_by_ai: taken by the AI service, its result to come',
      '9000 next: given up, if no result has come by then',
    ]);
  });

  test('what happened comes in order of time, then what comes next', () => {
    const settled = { ...event, state: 'settled', outcome: 'success', settledAt: 3000 } as const;
    const { set } = recordAttempt(delivery, {
      attempt: { ...failed, at: 3100 },
      now: 3107,
      retryLadder: RETRY_LADDER,
      random: 0,
    });
    expect(told(settled, [{ ...delivery, ...set }])).toEqual([
      '1000 accepted: candidate.created received by webhook and accepted',
      '3000 result: result of AI: success',
      '3000 webhook_created: webhook candidate.created is to be delivered',
      '3100 attempt: candidate.created, attempt 1: The endpoint answered 500, 7 ms',
      '63107 next: candidate.created, attempt 2',
    ]);
  });

  test('an error is told with its code, and nothing comes after the end', () => {
    const error = { code: 'ai_rejected', message: 'No' };
    const ended = {
      ...event,
      source: 'rest',
      state: 'settled',
      outcome: 'error',
      error,
      settledAt: 3000,
    } as const;
    const done = { ...delivery, state: 'exhausted' } as const;
    expect(told(ended, [done])).toEqual([
      '1000 accepted: candidate.created received by REST and accepted',
      '3000 result: error ai_rejected: No',
      '3000 webhook_created: webhook candidate.created is to be delivered',
    ]);
  });
});

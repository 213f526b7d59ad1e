import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AcceptedEvent } from '../accepted-event.ts';
import { afterAiCall, overdueError } from './ai-outcome.ts';
import { createEvent } from './create-event.ts';
import { judgeProcessTask } from './judge-process-task.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const start = Date.UTC(2026, 0, 1);
const ids = {
  referenceId: 'r-1',
  atsId: 'demo-ats',
  recordId: 'c-1',
  clientId: 'client-1',
  userId: 'user-1',
};
const event = createEvent(
  { ...ids, source: 'rest', type: 'candidate.created', payload: Buffer.from('{}') },
  start,
);
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a refusal is final and names the status', () => {
  expect(afterAiCall(event, { kind: 'refused', statusCode: 422 }, start, 0)).toEqual({
    code: 'ai_rejected',
    message: 'The AI service refused the event (status 422)',
  });
});

describe('taken, result to come', () => {
  const now = start + 7000;
  const progress = afterAiCall({ ...event, n: 3 }, { kind: 'accepted' }, now, 0);
  const set = 'set' in progress ? progress.set : {};

  test('the event waits 24 h from then, and no task is due', () => {
    expect(progress).toEqual({
      set: {
        state: 'awaiting_result',
        aiAcceptedAt: now,
        n: 4,
        dueAt: now + DAY,
        claimId: null,
        leaseUntil: null,
        sweepAt: now + DAY + 2 * MINUTE,
        sweeps: 0,
      },
      nextDueAt: null,
    });
  });

  test('it is not asked for before its 24 h are over, and then given up', () => {
    const waiting: AcceptedEvent = { ...event, ...set };
    expect(judgeProcessTask(waiting, { n: 4 }, now + DAY - 1)).toBe('early');
    expect(judgeProcessTask(waiting, { n: 4 }, now + DAY)).toBe('ready');
    expect(overdueError(waiting, now + DAY)?.code).toBe('ai_result_timeout');
  });

  test('the task that made the call does not make it again', () => {
    expect(judgeProcessTask({ ...event, ...set }, { n: 3 }, now)).toBe('stale');
  });
});

describe('no answer', () => {
  test('the call is made again after the back-off of its number', () => {
    expect(afterAiCall({ ...event, n: 2 }, { kind: 'unavailable' }, start, 0)).toEqual({
      set: {
        n: 3,
        dueAt: start + 20_000,
        claimId: null,
        leaseUntil: null,
        sweepAt: start + 20_000 + 2 * MINUTE,
        sweeps: 0,
      },
      nextDueAt: start + 20_000,
    });
  });

  test('the next look is never in the past and never later than 24 h after acceptance, unless that is past', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), fc.nat({ max: 2 * DAY }), random, (n, passed, chance) => {
        const now = start + passed;
        const progress = afterAiCall({ ...event, n }, { kind: 'unavailable' }, now, chance);
        const due = 'set' in progress ? progress.nextDueAt : null;
        expect(due).toBeGreaterThanOrEqual(now);
        expect(due).toBeLessThanOrEqual(Math.max(now, start + DAY));
      }),
    );
  });
});

describe('out of time', () => {
  test('an event has 24 h from its acceptance', () => {
    expect(overdueError(event, start)).toBeUndefined();
    expect(overdueError(event, start + DAY - 1)).toBeUndefined();
    expect(overdueError(event, start + DAY)?.code).toBe('ai_unavailable');
  });

  test('an AI service that never answers ends in an error in time, after calls that go on all day', () => {
    let state: AcceptedEvent = event;
    let calls = 0;
    while (overdueError(state, state.dueAt) === undefined) {
      const progress = afterAiCall(state, { kind: 'unavailable' }, state.dueAt, 0);
      if (!('set' in progress)) throw new Error('no answer is never final');
      state = { ...state, ...progress.set };
      calls += 1;
      expect(calls).toBeLessThan(1000);
    }
    expect(state.dueAt).toBe(start + DAY);
    // 7 calls in the first 635 s, then one every 10 min.
    expect(calls).toBe(150);
  });
});

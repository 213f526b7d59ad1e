import { expect, test } from '@jest/globals';
import type { AcceptedEvent } from '../accepted-event.ts';
import { createEvent } from './create-event.ts';
import { judgeProcessTask } from './judge-process-task.ts';

const now = Date.UTC(2026, 0, 1);
const ids = {
  referenceId: 'r-1',
  atsId: 'demo-ats',
  recordId: 'c-1',
  clientId: 'client-1',
  userId: 'user-1',
};
const event: AcceptedEvent = {
  ...createEvent({ ...ids, source: 'rest', type: 'candidate.created', payload: Buffer.from('{}') }, now),
  n: 2,
};

test.each<[string, Partial<AcceptedEvent>, number, string]>([
  ['the next call of a due event', {}, 2, 'ready'],
  ['a call that was made before', {}, 1, 'stale'],
  ['a call that is not its turn yet', {}, 3, 'stale'],
  ['any task of a settled event', { state: 'settled' }, 2, 'settled'],
  ['a repeat of the last task of a settled event', { state: 'settled' }, 1, 'settled'],
  ['a task before its time', { dueAt: now + 1 }, 2, 'early'],
  ['a task while another worker holds the event', { claimId: 'c', leaseUntil: now + 1 }, 2, 'leased'],
  ['a task once the lease has ended', { claimId: 'c', leaseUntil: now }, 2, 'ready'],
  ['a stale task while another worker holds the event', { claimId: 'c', leaseUntil: now + 1 }, 1, 'stale'],
  ['a task while the result is awaited', { state: 'awaiting_result', dueAt: now + 1 }, 2, 'early'],
  ['a task when the result has not come in time', { state: 'awaiting_result' }, 2, 'ready'],
])('%s', (_, change, n, verdict) => {
  expect(judgeProcessTask({ ...event, ...change }, { n }, now)).toBe(verdict);
});

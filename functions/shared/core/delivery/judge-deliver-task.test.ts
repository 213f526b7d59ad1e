import { expect, test } from '@jest/globals';
import { createDelivery } from './create-delivery.ts';
import type { Delivery } from './delivery.ts';
import { judgeDeliverTask } from './judge-deliver-task.ts';

const now = Date.UTC(2026, 0, 1);
const ids = { deliveryId: 'evt_1', atsId: 'demo-ats', clientId: 'client-1', referenceId: 'r-1' };
const delivery: Delivery = {
  ...createDelivery({ ...ids, event: 'candidate.created', payload: Buffer.from('{}') }, now),
  ladder: 1,
  n: 2,
};
const held = { claimId: 'claim-1', leaseUntil: now + 1 };

test.each<[string, Partial<Delivery>, { ladder: number; n: number }, string]>([
  ['the next attempt of a due delivery', {}, { ladder: 1, n: 2 }, 'ready'],
  ['an attempt that was made before', {}, { ladder: 1, n: 1 }, 'stale'],
  ['an attempt that is not its turn yet', {}, { ladder: 1, n: 3 }, 'stale'],
  ['an attempt of the ladder before', {}, { ladder: 0, n: 2 }, 'stale'],
  ['an attempt of a ladder to come', {}, { ladder: 2, n: 2 }, 'stale'],
  ['a task before its time', { dueAt: now + 1 }, { ladder: 1, n: 2 }, 'early'],
  ['a stale task before its time', { dueAt: now + 1 }, { ladder: 1, n: 1 }, 'stale'],
  ['a task while another worker holds it', held, { ladder: 1, n: 2 }, 'leased'],
  ['a stale task while another worker holds it', held, { ladder: 1, n: 1 }, 'stale'],
  ['a task once the lease has ended', { ...held, leaseUntil: now }, { ladder: 1, n: 2 }, 'ready'],
  ['a task of a delivered one', { state: 'delivered' }, { ladder: 1, n: 2 }, 'settled'],
  ['a task of an exhausted one', { state: 'exhausted' }, { ladder: 1, n: 2 }, 'settled'],
  ['a task of a cancelled one', { state: 'cancelled' }, { ladder: 1, n: 2 }, 'settled'],
  ['a stale task of a delivered one', { state: 'delivered' }, { ladder: 0, n: 0 }, 'settled'],
])('%s', (_, change, task, verdict) => {
  expect(judgeDeliverTask({ ...delivery, ...change }, task, now)).toBe(verdict);
});

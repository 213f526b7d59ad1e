import { expect, test } from '@jest/globals';
import { physicalQueueOf, physicalQueues, QUEUES, type QueueName, taskBackoffMs } from './queues.ts';
import type { Task } from './task.ts';

const names = physicalQueues().map(({ name }) => name);

test('these are the physical queues', () => {
  expect(names).toEqual([
    'process-s0',
    'process-s1',
    'process-s2',
    'process-s3',
    ...Array.from({ length: 8 }, (_, shard) => `process-slow-s${shard}`),
    'deliver-s0',
    'deliver-s1',
    'deliver-s2',
    'deliver-s3',
    'deliver-1m-s0',
    'deliver-1m-s1',
    'deliver-5m-s0',
    'deliver-5m-s1',
    'deliver-30m-s0',
    'deliver-30m-s1',
    'deliver-2h-s0',
    'deliver-2h-s1',
    ...Array.from({ length: 8 }, (_, shard) => `deliver-slow-s${shard}`),
  ]);
});

test('every physical queue has the limits of its queue, and limits that Cloud Tasks takes', () => {
  for (const { name, queue, spec } of physicalQueues()) {
    expect(spec).toBe(QUEUES[queue]);
    expect(name).toMatch(/^[A-Za-z0-9-]{1,100}$/);
    expect(spec.maxDispatchesPerSecond).toBeLessThanOrEqual(500);
    expect(spec.maxConcurrentDispatches).toBeLessThanOrEqual(5000);
  }
});

const taskOf = (id: string, atsId = 'demo'): Task => ({
  v: 1,
  kind: 'deliver',
  atsId,
  deliveryId: id,
  ladder: 0,
  n: 0,
});

// CRC-32 of the id, modulo the shards: tasks in flight and their repeats meet on the same queue.
test.each<[QueueName, string, string]>([
  ['process', 'evt_0', 'process-s3'],
  ['process', '0198c2e4-7c3a-7f21-9b6d-3f5a1c0e8d42', 'process-s3'],
  ['deliver', 'evt_1', 'deliver-s1'],
  ['deliver-1m', 'evt_1', 'deliver-1m-s1'],
  ['deliver-2h', 'evt_c7be', 'deliver-2h-s0'],
])('%s sends %s to %s', (queue, id, name) => {
  expect(physicalQueueOf(queue, taskOf(id))).toBe(name);
});

test.each<[QueueName, string, string]>([
  ['deliver-slow', 'demo', 'deliver-slow-s0'],
  ['deliver-slow', 'acme', 'deliver-slow-s6'],
  ['process-slow', 'acme', 'process-slow-s6'],
])('%s keeps all that is of %s in %s', (queue, atsId, name) => {
  for (let id = 0; id < 20; id += 1) expect(physicalQueueOf(queue, taskOf(`evt_${id}`, atsId))).toBe(name);
});

test('every shard of every queue is used, and no other', () => {
  const used = new Set<string>();
  for (const queue of Object.keys(QUEUES) as QueueName[]) {
    for (let id = 0; id < 100; id += 1) used.add(physicalQueueOf(queue, taskOf(`evt_${id}`, `ats-${id}`)));
  }
  expect([...used].sort()).toEqual([...names].sort());
});

test.each([
  [0, 1000],
  [1, 1000],
  [2, 2000],
  [3, 4000],
  [4, 8000],
  [5, 16_000],
  [6, 32_000],
  [7, 60_000],
  [8, 60_000],
  [1_000_000, 60_000],
])('after %i tries a task waits %i ms', (tries, wait) => {
  expect(taskBackoffMs(tries)).toBe(wait);
});

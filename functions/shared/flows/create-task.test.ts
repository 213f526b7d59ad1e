import { expect, test } from '@jest/globals';
import { silentLog } from '../../../tests/support/silent-log.ts';
import type { Logger } from '../ports/logger.ts';
import type { NewTask } from '../ports/task-queue.ts';
import { type CreateTaskDeps, createTask } from './create-task.ts';

const TASK: NewTask = {
  queue: 'process',
  task: { v: 1, kind: 'process', atsId: 'acme', referenceId: 'r', n: 0 },
};

function withQueue(enqueue: () => Promise<void>) {
  const warnings: unknown[] = [];
  const warn: Logger['warn'] = (event, fields) => warnings.push([event, fields]);
  const rings: (() => void)[] = [];
  const deps: CreateTaskDeps = {
    queue: { enqueue, ping: async () => {} },
    log: { ...silentLog, warn },
    startTimer: (_, ring) => {
      rings.push(ring);
      return () => {};
    },
  };
  const ringAll = () => {
    for (const ring of rings) ring();
  };
  return { deps, warnings, ringAll };
}

test('a task that is created is not spoken of', async () => {
  const { deps, warnings } = withQueue(async () => {});
  await createTask(deps, TASK);
  expect(warnings).toEqual([]);
});

test('a queue that refuses is logged with what the task was for, and nothing is thrown', async () => {
  const error = new Error('the queue is away');
  const { deps, warnings } = withQueue(() => Promise.reject(error));
  await createTask(deps, TASK, { delivery_id: 'evt_1' });
  expect(warnings).toEqual([['task.not_created', { delivery_id: 'evt_1', error }]]);
});

test('a queue that never answers keeps nobody waiting for ever', async () => {
  const { deps, warnings, ringAll } = withQueue(() => new Promise(() => {}));
  const created = createTask(deps, TASK);
  ringAll();
  await created;
  expect(warnings).toMatchObject([['task.not_created', { error: { code: 'unavailable' } }]]);
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Delivery } from '../functions/shared/core/delivery/delivery.ts';
import { MINUTE_MS, SECOND_MS } from '../functions/shared/core/duration.ts';
import { LEASE_MS } from '../functions/shared/core/lease.ts';
import { paths } from '../functions/shared/core/paths.ts';
import type { DeliverTask, Task } from '../functions/shared/core/task.ts';
import type { NewTask } from '../functions/shared/ports/task-queue.ts';
import { ADA, candidateEvent, TestGateway } from './support/test-gateway.ts';

describe('one task in several workers at once', () => {
  let carvos: TestGateway;
  beforeEach(async () => {
    carvos = await TestGateway.start();
    await carvos.webhook(candidateEvent('candidate.created', 'first'));
    await carvos.work();
    carvos.receiver.received.length = 0;
  });
  afterEach(() => carvos.stop());

  /** Hands a task to its worker, as the queue does; resolves to the status. */
  async function dispatch(task: Task): Promise<number> {
    const { baseUrl, outside } = carvos.gateway;
    const response = await fetch(`${baseUrl}/_functions/${task.kind}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await outside.token('tasks', task.kind)}` },
      body: JSON.stringify(task),
    });
    return response.status;
  }

  /** Runs `work` and takes the tasks that it makes for one queue, before the queue has them. */
  async function takeTasks(name: NewTask['queue'], work: () => Promise<unknown>): Promise<Task[]> {
    const { queue } = carvos.gateway.runtime;
    const { enqueue } = queue;
    const taken: Task[] = [];
    queue.enqueue = async (task) => (task.queue === name ? void taken.push(task.task) : enqueue(task));
    await work();
    queue.enqueue = enqueue;
    return taken;
  }

  /** A delivery that is due, and its task, which nobody has yet. */
  async function dueTask(): Promise<DeliverTask> {
    const [task] = await takeTasks('deliver', async () => {
      await carvos.call('POST', '/v1/candidates', { body: ADA });
      await carvos.work();
    });
    return task as DeliverTask;
  }

  const delivery = async ({ deliveryId }: DeliverTask) => {
    const [found] = await carvos.gateway.runtime.store.getAll<[Delivery]>(paths.delivery(deliveryId));
    return found?.data;
  };

  test('makes one attempt: the others are told to come again, or that it is done', async () => {
    const task = await dueTask();

    const statuses = await Promise.all(Array.from({ length: 10 }, () => dispatch(task)));

    expect(carvos.receiver.received).toHaveLength(1);
    expect(statuses).toContain(200);
    expect(statuses.every((status) => status === 200 || status === 500)).toBe(true);
    expect(await delivery(task)).toMatchObject({ state: 'delivered', n: 1 });
  });

  test('of an event hands it to AI once, and its webhook goes out once', async () => {
    const [task] = await takeTasks('process', () => carvos.call('POST', '/v1/candidates', { body: ADA }));

    await Promise.all(Array.from({ length: 10 }, () => dispatch(task as Task)));
    await carvos.work();

    expect(carvos.receiver.received).toHaveLength(1);
  });

  test('whose lease lapses while it waits for its answer is repeated by another; only what that one wrote counts', async () => {
    const task = await dueTask();
    let second: number | undefined;
    carvos.receiver.script(async () => {
      carvos.clock.advance(LEASE_MS + 1);
      second = await dispatch(task);
      return 500;
    });

    const first = await dispatch(task);

    // The second one's 200 was written down; the first one's 500 came too late and is repeated, to find that out.
    expect([first, second]).toEqual([500, 200]);
    const [one, other] = carvos.receiver.received;
    expect(carvos.receiver.received).toHaveLength(2);
    expect(other?.body.equals(one?.body ?? Buffer.alloc(0))).toBe(true);
    expect(await delivery(task)).toMatchObject({ state: 'delivered', n: 1, attempts: [{ statusCode: 200 }] });
    expect(await dispatch(task)).toBe(200);
    expect(carvos.receiver.received).toHaveLength(2);
  });

  test('is not begun by another while the lease holds, to its last millisecond', async () => {
    const task = await dueTask();
    const during: number[] = [];
    carvos.receiver.script(async () => {
      carvos.clock.advance(LEASE_MS - 1);
      during.push(await dispatch(task));
      return 200;
    });

    expect(await dispatch(task)).toBe(200);

    expect(during).toEqual([500]);
    expect(carvos.receiver.received).toHaveLength(1);
  });

  test('whose claim took so long that its lease is nearly over does not send; the next one does', async () => {
    const task = await dueTask();
    const { store } = carvos.gateway.runtime;
    const { commit } = store;
    store.commit = async (writes) => {
      const done = await commit(writes);
      carvos.clock.advance(LEASE_MS - 9 * SECOND_MS);
      store.commit = commit;
      return done;
    };

    expect(await dispatch(task)).toBe(500);
    expect(carvos.receiver.received).toHaveLength(0);

    carvos.clock.advance(MINUTE_MS);
    expect(await dispatch(task)).toBe(200);
    expect(carvos.receiver.received).toHaveLength(1);
    expect(await delivery(task)).toMatchObject({ state: 'delivered', n: 1 });
  });

  test('that is of an earlier rung than the delivery does nothing', async () => {
    const task = await dueTask();
    carvos.receiver.script(500);
    await dispatch(task);

    expect(await dispatch(task)).toBe(200);

    expect(carvos.receiver.received).toHaveLength(1);
    expect(await delivery(task)).toMatchObject({ state: 'pending', n: 1 });
  });
});

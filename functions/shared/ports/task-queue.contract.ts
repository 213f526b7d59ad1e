import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { physicalQueueOf, QUEUES, type QueueName, TASK_RETRY } from '../core/queues.ts';
import { type DeliverTask, type ProcessTask, parseTask, type Task } from '../core/task.ts';
import type { TaskQueue } from './task-queue.ts';

export interface TaskDispatch {
  /** The physical queue, such as `deliver-1m-s0`. */
  queue: string;
  body: Buffer;
  /** Dispatches of this task before this one. */
  retryCount: number;
}

/** A worker function as a queue sees it: resolves to an HTTP status, or throws when there is no answer. */
export type TaskWorker = (dispatch: TaskDispatch) => Promise<number>;

export interface TaskQueueHarness {
  readonly queue: TaskQueue;
  /** The time of the queue; only the test moves it. */
  clock: { now(): number; advance(ms: number): void };
  /** Dispatches what is due, within the limits of the queues, and resolves when all of it has been answered. */
  runDue(worker: TaskWorker): Promise<unknown>;
  /** As when the process was ended and started again: `queue` is then a new one on what is durable. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const PATIENCE_MS = 60_000;
const SECOND_MS = 1000;
const AT_ONCE: TaskWorker = async () => 200;

/** The promises of the port `TaskQueue`, which every adapter keeps. The queues are empty at the start of each test. */
export function describeTaskQueueContract(name: string, open: () => Promise<TaskQueueHarness>): void {
  describe(`${name} keeps the contract of a task queue`, () => {
    let harness: TaskQueueHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.close());

    /** Dispatches what is due now; tells what came. */
    async function runDue(worker: TaskWorker = AT_ONCE): Promise<TaskDispatch[]> {
      const came: TaskDispatch[] = [];
      await harness.runDue((dispatch) => {
        came.push(dispatch);
        return worker(dispatch);
      });
      return came;
    }

    /** Lets time pass second by second until `done`. */
    async function runUntil(done: () => boolean, worker: TaskWorker): Promise<void> {
      for (let second = 0; !done(); second += 1) {
        if (second > 1000) throw new Error('it is not done after 1000 seconds');
        await harness.runDue(worker);
        harness.clock.advance(SECOND_MS);
      }
    }

    test('a task is dispatched at once when it has no due time, and once only when it is answered', async () => {
      await harness.queue.enqueue({ queue: 'process', task: processTask('r1') });

      expect(await runDue()).toHaveLength(1);
      harness.clock.advance(100 * TASK_RETRY.maxBackoffMs);
      expect(await runDue()).toEqual([]);
    });

    test('a task whose due time is past is dispatched at once', async () => {
      const dueAt = harness.clock.now() - SECOND_MS;
      await harness.queue.enqueue({ queue: 'process', task: processTask('r1'), dueAt });

      expect(await runDue()).toHaveLength(1);
    });

    test('a task is dispatched when it is due and not before', async () => {
      const dueAt = harness.clock.now() + 60 * SECOND_MS;
      await harness.queue.enqueue({ queue: 'deliver-1m', task: deliverTask('d1'), dueAt });

      expect(await runDue()).toEqual([]);
      harness.clock.advance(60 * SECOND_MS - 1);
      expect(await runDue()).toEqual([]);
      harness.clock.advance(1);
      expect(await runDue()).toHaveLength(1);
    });

    test.each<[string, Task]>([
      ['process', { v: 1, kind: 'process', atsId: 'demo', referenceId: 'r-1', n: 0 }],
      ['deliver', { v: 1, kind: 'deliver', atsId: 'demo', deliveryId: 'd-1', ladder: 3, n: 4 }],
      [
        'awkward ids',
        { v: 1, kind: 'deliver', atsId: 'a-b', deliveryId: `Zoë "%2F" \\ 🎉 '--`, ladder: 0, n: 2 ** 40 },
      ],
    ])('a task of %s arrives as it was', async (_, task) => {
      await harness.queue.enqueue({ queue: 'process', task });

      const [dispatch] = await runDue();

      expect(JSON.parse(String(dispatch?.body))).toStrictEqual(task);
      expect(parseTask(dispatch?.body ?? Buffer.alloc(0))).toStrictEqual(task);
      expect(dispatch?.retryCount).toBe(0);
    });

    test.each(Object.keys(QUEUES) as QueueName[])(
      'a task of queue %s goes to the shard of its document, or of its ATS',
      async (queue) => {
        const ids = Array.from({ length: 32 }, (_, n) => `id-${n}`);
        const taskOf = (id: string) => ({ ...deliverTask(id), atsId: `ats-${id}` });
        await Promise.all(ids.map((id) => harness.queue.enqueue({ queue, task: taskOf(id) })));
        const shards = new Map<string, string>();

        await runUntil(
          () => shards.size === ids.length,
          async (dispatch) => {
            shards.set(idOf(dispatch), dispatch.queue);
            return 204;
          },
        );

        expect(Object.fromEntries(shards)).toEqual(
          Object.fromEntries(ids.map((id) => [id, physicalQueueOf(queue, taskOf(id))])),
        );
        expect(new Set(shards.values()).size).toBe(QUEUES[queue].shards);
      },
    );

    test.each([200, 201, 202, 204, 299])('status %i settles a task', async (status) => {
      await harness.queue.enqueue({ queue: 'process', task: processTask('r1') });

      expect(await runDue(async () => status)).toHaveLength(1);

      harness.clock.advance(100 * TASK_RETRY.maxBackoffMs);
      expect(await runDue()).toEqual([]);
    });

    test.each([301, 400, 404, 409, 429, 500, 503])('status %i repeats a task', async (status) => {
      await harness.queue.enqueue({ queue: 'process', task: processTask('r1') });

      const [first] = await runDue(async () => status);
      harness.clock.advance(TASK_RETRY.minBackoffMs - 1);
      expect(await runDue()).toEqual([]);
      harness.clock.advance(TASK_RETRY.maxBackoffMs);
      const [second] = await runDue();

      expect(second).toEqual({ ...first, retryCount: 1 });
    });

    test('a worker that gives no answer gets the task again', async () => {
      await harness.queue.enqueue({ queue: 'process', task: processTask('r1') });

      await runDue(() => Promise.reject(new Error('connection reset')));
      harness.clock.advance(TASK_RETRY.maxBackoffMs);

      expect(await runDue()).toMatchObject([{ retryCount: 1 }]);
    });

    test('a task is repeated without end, after waits that grow up to the ceiling', async () => {
      await harness.queue.enqueue({ queue: 'process', task: processTask('r1') });
      const times: number[] = [];

      await runUntil(
        () => times.length === 15,
        async () => {
          times.push(harness.clock.now());
          return 500;
        },
      );

      const waits = times.slice(1).map((time, n) => time - (times[n] ?? 0));
      expect(waits).toEqual(waits.toSorted((a, b) => a - b));
      expect(waits[0]).toBeGreaterThanOrEqual(TASK_RETRY.minBackoffMs);
      expect(waits[0]).toBeLessThanOrEqual(2 * TASK_RETRY.minBackoffMs);
      expect(waits.slice(-5)).toEqual(Array(5).fill(TASK_RETRY.maxBackoffMs));
    });

    test('a task that keeps failing does not hold up the others', async () => {
      const { queue } = harness;
      await queue.enqueue({ queue: 'deliver-slow', task: deliverTask('bad') });
      await runDue(async () => 500);

      await queue.enqueue({ queue: 'deliver-slow', task: deliverTask('good') });

      expect((await runDue()).map(idOf)).toEqual(['good']);
    });

    test('what was enqueued survives a restart, due and repeated tasks alike', async () => {
      const { clock } = harness;
      const due = clock.now() + 10 * TASK_RETRY.maxBackoffMs;
      await harness.queue.enqueue({ queue: 'process', task: processTask('failed') });
      await runDue(async () => 500);
      await harness.queue.enqueue({ queue: 'process', task: processTask('now') });
      await harness.queue.enqueue({ queue: 'deliver-2h', task: deliverTask('later'), dueAt: due });

      await harness.restart();

      expect((await runDue()).map(idOf)).toEqual(['now']);
      clock.advance(TASK_RETRY.maxBackoffMs);
      expect(await runDue()).toMatchObject([{ retryCount: 1 }]);
      clock.advance(9 * TASK_RETRY.maxBackoffMs);
      expect((await runDue()).map(idOf)).toEqual(['later']);
    });

    test(
      'of 2,000 tasks enqueued at once, every tenth of which fails at first, each gets through',
      async () => {
        const ids = Array.from({ length: 2000 }, (_, n) => `id-${n}`);
        await Promise.all(
          ids.map((id) => harness.queue.enqueue({ queue: 'process', task: processTask(id) })),
        );
        const done = new Set<string>();

        await runUntil(
          () => done.size === ids.length,
          async (dispatch) => {
            const id = idOf(dispatch);
            if (id.endsWith('7') && dispatch.retryCount === 0) return 500;
            done.add(id);
            return 200;
          },
        );

        expect(done).toEqual(new Set(ids));
        harness.clock.advance(100 * TASK_RETRY.maxBackoffMs);
        expect(await runDue()).toEqual([]);
      },
      PATIENCE_MS,
    );
  });
}

export function processTask(referenceId: string): ProcessTask {
  return { v: 1, kind: 'process', atsId: 'demo', referenceId, n: 0 };
}

export function deliverTask(deliveryId: string): DeliverTask {
  return { v: 1, kind: 'deliver', atsId: 'demo', deliveryId, ladder: 0, n: 0 };
}

/** The document that a dispatched task is about. */
export function idOf({ body }: Pick<TaskDispatch, 'body'>): string {
  const { referenceId, deliveryId } = JSON.parse(body.toString()) as Record<string, string>;
  return referenceId ?? deliveryId ?? '';
}

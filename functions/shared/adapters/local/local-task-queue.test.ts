import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { silentLog } from '../../../../tests/support/silent-log.ts';
import { tempDir } from '../../../../tests/support/temp-dir.ts';
import { TestClock } from '../../../../tests/support/test-clock.ts';
import { DISPATCH_DEADLINE_MS, type QueueSpec, TASK_RETRY } from '../../core/queues.ts';
import {
  deliverTask,
  describeTaskQueueContract,
  idOf,
  processTask,
} from '../../ports/task-queue.contract.ts';
import { endProcesses, startProcess } from '../test-processes/start-process.ts';
import { createInlineWriter } from './inline-writer.ts';
import { createLocalTaskQueue, type Dispatch, type LocalTaskQueue } from './local-task-queue.ts';
import { openDatabase } from './open-database.ts';
import { createThreadWriter } from './thread-writer.ts';

/** How long a task is out before it is given to another. */
const LEASE_MS = DISPATCH_DEADLINE_MS + 5000;

const WRITERS = [
  ['written by its own connection', (db: DatabaseSync) => createInlineWriter(db)],
  ['written by a thread', (_: DatabaseSync, file: string) => createThreadWriter(file)],
] as const;

for (const [how, createWriter] of WRITERS) {
  describeTaskQueueContract(`the embedded queue, ${how},`, async () => {
    const dir = tempDir();
    const file = join(dir.path, 'carvos.db');
    const clock = new TestClock();
    const open = () => {
      const db = openDatabase({ file, durability: 'normal' });
      const writer = createWriter(db, file);
      const deps = { db, writer, clock, log: silentLog, owner: `${process.pid}:test` };
      return { db, writer, queue: createLocalTaskQueue(deps) };
    };
    let current = open();
    const close = async () => {
      await current.queue.stop();
      await current.writer.close();
      current.db.close();
    };
    return {
      clock,
      get queue() {
        return current.queue;
      },
      runDue: (worker) => current.queue.runDue(worker),
      async restart() {
        await close();
        current = open();
      },
      async close() {
        await close();
        dir.remove();
      },
    };
  });
}

describe('the embedded queue', () => {
  let dir: ReturnType<typeof tempDir>;
  let file: string;
  let clock: TestClock;
  let log: { event: string; fields: unknown }[];
  const databases: DatabaseSync[] = [];
  const queues: LocalTaskQueue[] = [];
  beforeEach(() => {
    dir = tempDir();
    file = join(dir.path, 'carvos.db');
    clock = new TestClock();
    log = [];
  });
  afterEach(async () => {
    for (const queue of queues.splice(0)) void queue.stop();
    await endProcesses();
    for (const db of databases.splice(0)) db.close();
    dir.remove();
  });

  /** A queue with a connection of its own, as another process has it. */
  function open(owner = `${process.pid}:a`, specs?: Record<string, Partial<QueueSpec>>): LocalTaskQueue {
    const db = openDatabase({ file, durability: 'normal' });
    databases.push(db);
    const write = (event: string, fields?: unknown) => log.push({ event, fields });
    const logger = { ...silentLog, debug: write, info: write, warn: write, error: write };
    const physical = Object.entries(specs ?? {}).map(([name, spec]) => ({
      name,
      spec: { ...ROOMY, ...spec },
    }));
    const deps = { db, clock, log: logger, owner, ...(specs ? { queues: physical } : {}) };
    const queue = createLocalTaskQueue(deps);
    queues.push(queue);
    return queue;
  }

  const enqueue = (queue: LocalTaskQueue, id: string) =>
    queue.enqueue({ queue: 'deliver-slow', task: deliverTask(id) });
  const enqueueMany = (queue: LocalTaskQueue, count: number, prefix = 'id') =>
    Promise.all(Array.from({ length: count }, (_, n) => enqueue(queue, `${prefix}-${n}`)));
  const rows = () => databases[0]?.prepare('SELECT count(*) AS count FROM tasks').get();

  test('repeats after 1, 2, 4, 8, 16, 32 s and then every minute', async () => {
    const queue = open();
    await enqueue(queue, 'd1');
    const waits: number[] = [];
    let last = clock.now();

    for (let second = 0; second < 200 && waits.length < 9; second += 1) {
      await queue.runDue(async () => {
        waits.push((clock.now() - last) / 1000);
        last = clock.now();
        return 500;
      });
      clock.advance(1000);
    }

    expect(waits).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test('tells which worker a task is for, and a name that stays with the task', async () => {
    const queue = open();
    await queue.enqueue({ queue: 'process', task: processTask('r1') });
    await enqueue(queue, 'd1');
    const came: Dispatch[] = [];
    const failing = async (dispatch: Dispatch) => {
      came.push(dispatch);
      return 500;
    };

    await queue.runDue(failing);
    clock.advance(TASK_RETRY.minBackoffMs);
    await queue.runDue(failing);

    const of = (id: string) => came.filter((dispatch) => idOf(dispatch) === id);
    expect(of('r1').map(({ worker }) => worker)).toEqual(['process', 'process']);
    expect(of('d1').map(({ worker }) => worker)).toEqual(['deliver', 'deliver']);
    expect(new Set(came.map(({ taskName }) => taskName)).size).toBe(2);
    expect(new Set(of('r1').map(({ taskName }) => taskName)).size).toBe(1);
  });

  test('logs a worker that gave no answer, with its cause and without the body', async () => {
    const queue = open();
    await enqueue(queue, 'd1');
    const error = new Error('connection reset');

    await queue.runDue(() => Promise.reject(error));
    clock.advance(TASK_RETRY.minBackoffMs);
    await queue.runDue(() => {
      throw error;
    });

    const fields = { queue: 'deliver-slow-s0', taskId: 1, error };
    expect(log).toEqual([
      { event: 'task.unanswered', fields },
      { event: 'task.unanswered', fields },
    ]);
  });

  test('refuses to enqueue when it cannot write', async () => {
    const queue = open();
    databases[0]?.exec('PRAGMA query_only = ON');

    await expect(enqueue(queue, 'd1')).rejects.toThrow('readonly');
  });

  describe('with a rate of 10 a second', () => {
    const SLOW = { 'deliver-slow-s0': { maxDispatchesPerSecond: 10 } };

    async function dispatchedBy(...queues: LocalTaskQueue[]): Promise<number> {
      let count = 0;
      for (const queue of queues) count += await queue.runDue(async () => 200);
      return count;
    }

    test('dispatches a small burst, then one in 100 ms, and saves up no more than the burst', async () => {
      const queue = open(undefined, SLOW);
      await enqueueMany(queue, 50);
      const counts: number[] = [];

      for (const ms of [0, 0, 99, 1, 100, 100, 200, 60_000, 0]) {
        clock.advance(ms);
        counts.push(await dispatchedBy(queue));
      }

      expect(counts).toEqual([2, 0, 0, 1, 1, 1, 2, 2, 0]);
    });

    test('keeps it across two processes and a restart', async () => {
      const first = open(`${process.pid}:a`, SLOW);
      const second = open(`${process.pid}:b`, SLOW);
      await enqueueMany(first, 50);
      let total = await dispatchedBy(first, second);

      for (let step = 0; step < 10; step += 1) {
        clock.advance(100);
        total += await dispatchedBy(...(step % 2 === 0 ? [first, second] : [second, first]));
      }
      total += await dispatchedBy(open(`${process.pid}:c`, SLOW));

      expect(total).toBe(2 + 10);
    });

    test('goes on when the clock is set back while the bucket is empty', async () => {
      const queue = open(undefined, SLOW);
      await enqueueMany(queue, 5);
      expect(await dispatchedBy(queue)).toBe(2);

      clock.advance(-3_600_000);
      await enqueueMany(queue, 1);
      expect(await dispatchedBy(queue)).toBe(1);
    });

    test('counts repeated dispatches like first ones', async () => {
      const queue = open(undefined, SLOW);
      await enqueueMany(queue, 2);
      let dispatches = 0;

      for (let second = 0; second < 300; second += 1) {
        dispatches += await queue.runDue(async () => 500);
        clock.advance(100);
      }

      expect(dispatches).toBe(2 * 5);
    });

    test('goes on when the clock was set back', async () => {
      const queue = open(undefined, SLOW);
      await enqueueMany(queue, 50);
      await dispatchedBy(queue);

      clock.advance(-1000);
      await enqueueMany(queue, 50, 'later');
      clock.advance(200);

      expect(await dispatchedBy(queue)).toBeLessThanOrEqual(2);
      clock.advance(1100);
      expect(await dispatchedBy(queue)).toBe(2);
    });
  });

  describe('with room for three at once', () => {
    const NARROW = {
      'deliver-slow-s0': { maxConcurrentDispatches: 3 },
      'deliver-1m-s0': {},
      'deliver-1m-s1': {},
    };

    test.each([1, 2])('never has more under way, with %i process(es) on it', async (processes) => {
      const queues = Array.from({ length: processes }, (_, n) => open(`${process.pid}:${n}`, NARROW));
      const done = Promise.withResolvers<void>();
      const held = new Set<string>();
      const seen: string[] = [];
      let most = 0;
      for (const queue of queues) {
        queue.start(async (dispatch) => {
          const id = idOf(dispatch);
          expect(held.has(id)).toBe(false);
          held.add(id);
          most = Math.max(most, held.size);
          for (let turn = 0; turn < 5; turn += 1) await nextTurn();
          held.delete(id);
          seen.push(id);
          if (seen.length === 60) done.resolve();
          return 200;
        });
      }

      await Promise.all(queues.map((queue, n) => enqueueMany(queue, 60 / processes, `q${n}`)));
      await done.promise;
      await Promise.all(queues.map((queue) => queue.stop()));

      expect(most).toBe(3);
      expect(new Set(seen).size).toBe(60);
      expect(log).toEqual([]);
      expect(rows()).toEqual({ count: 0 });
    });

    test('does not stop another queue when it is full', async () => {
      const queue = open(undefined, NARROW);
      const release = Promise.withResolvers<number>();
      const other = Promise.withResolvers<void>();
      const came: string[] = [];
      queue.start((dispatch) => {
        came.push(idOf(dispatch));
        if (idOf(dispatch) !== 'other') return release.promise;
        other.resolve();
        return Promise.resolve(200);
      });
      await enqueueMany(queue, 10);

      await queue.enqueue({ queue: 'deliver-1m', task: deliverTask('other') });
      await other.promise;

      expect(came).toHaveLength(3 + 1);
      const stopped = queue.stop();
      release.resolve(200);
      await stopped;
    });
  });

  test('takes on no more than 64 at once in one process, all queues together, and lets each have its turn', async () => {
    const queue = open(undefined, { 'deliver-slow-s0': {}, 'deliver-1m-s0': {}, 'deliver-1m-s1': {} });
    const done = Promise.withResolvers<void>();
    const order: string[] = [];
    let underWay = 0;
    let most = 0;
    await enqueueMany(queue, 300);
    await queue.enqueue({ queue: 'deliver-1m', task: deliverTask('other') });

    queue.start(async (dispatch) => {
      underWay += 1;
      most = Math.max(most, underWay);
      order.push(idOf(dispatch));
      // The rate lets a burst of 100 through at first.
      clock.advance(10);
      await nextTurn();
      underWay -= 1;
      if (order.length === 301) done.resolve();
      return 200;
    });
    await done.promise;
    await queue.stop();

    expect(most).toBe(64);
    expect(order.indexOf('other')).toBeLessThan(200);
  });

  describe('two processes', () => {
    test('never hold one task at the same time', async () => {
      const first = open(`${process.pid}:a`);
      const second = open(`${process.pid}:b`);
      await Promise.all([enqueueMany(first, 100, 'a'), enqueueMany(second, 100, 'b')]);
      const held = new Map<string, number>();
      const worker = async (dispatch: Dispatch) => {
        const id = idOf(dispatch);
        held.set(id, (held.get(id) ?? 0) + 1);
        await nextTurn();
        return 200;
      };

      for (let round = 0; round < 60; round += 1) {
        await Promise.all([first.runDue(worker), second.runDue(worker)]);
        clock.advance(1000);
      }

      expect(held.size).toBe(200);
      expect([...held.values()].every((times) => times === 1)).toBe(true);
      expect(rows()).toEqual({ count: 0 });
    });

    test('share tasks across a restart of one of them', async () => {
      const first = open(`${process.pid}:a`);
      await enqueue(first, 'd1');
      const second = open(`${process.pid}:b`);

      expect(await second.runDue(async () => 200)).toBe(1);
      expect(await first.runDue(async () => 200)).toBe(0);
    });

    test('an answer that comes after the lease has ended does not settle what another now holds', async () => {
      const first = open(`${process.pid}:a`);
      const second = open(`${process.pid}:b`);
      await enqueue(first, 'd1');
      const answers = [Promise.withResolvers<number>(), Promise.withResolvers<number>()] as const;
      const firstRun = first.runDue(() => answers[0].promise);

      clock.advance(LEASE_MS - 1);
      expect(await second.runDue(async () => 200)).toBe(0);
      clock.advance(1);
      let retries: number | undefined;
      const secondRun = second.runDue(({ retryCount }) => {
        retries = retryCount;
        return answers[1].promise;
      });
      answers[0].resolve(200);
      await firstRun;
      expect(retries).toBe(1);
      expect(rows()).toEqual({ count: 1 });
      answers[1].resolve(500);
      await secondRun;

      clock.advance(TASK_RETRY.minBackoffMs * 2);
      expect(await first.runDue(async () => 200)).toBe(1);
      expect(rows()).toEqual({ count: 0 });
    });

    test('what a living one holds is not taken before its lease ends, what a dead one held is free at once', async () => {
      const queue = open();
      await enqueueMany(queue, 2);
      const holder = startProcess('hold-task.ts', file, String(clock.now()));
      const held = [await holder.nextLine(), await holder.nextLine()];
      expect(held.map((body) => idOf({ body: Buffer.from(body ?? '{}') })).sort()).toEqual(['id-0', 'id-1']);
      const came: string[] = [];
      const answer = (status: number) => async (dispatch: Dispatch) => {
        came.push(`${idOf(dispatch)} ${dispatch.retryCount}`);
        return status;
      };

      queue.start(answer(500));
      await queue.runDue(answer(500));
      clock.advance(LEASE_MS - 1);
      await queue.runDue(answer(500));
      expect(came).toEqual([]);
      await queue.stop();

      await holder.kill();
      const later = open(`${process.pid}:later`);
      later.start(answer(200));
      await later.runDue(answer(200));
      await later.stop();

      expect(came.sort()).toEqual(['id-0 1', 'id-1 1']);
      expect(rows()).toEqual({ count: 0 });
    }, 30_000);

    test('what a living one holds is given out again when its lease has ended', async () => {
      const queue = open();
      await enqueue(queue, 'd1');
      const holder = startProcess('hold-task.ts', file, String(clock.now()));
      await holder.nextLine();

      clock.advance(LEASE_MS);

      expect(await queue.runDue(async () => 200)).toBe(1);
      await holder.kill();
    }, 30_000);

    test('what an earlier life with the same process id held is free at once, as in a container', async () => {
      const earlier = open(`${process.pid}:earlier`);
      await enqueue(earlier, 'd1');
      const never = Promise.withResolvers<number>();
      const begun = Promise.withResolvers<void>();
      const abandoned = earlier.runDue(() => {
        begun.resolve();
        return never.promise;
      });
      await begun.promise;
      const later = open(`${process.pid}:later`);
      const came = Promise.withResolvers<number>();

      later.start(async ({ retryCount }) => {
        came.resolve(retryCount);
        return 200;
      });

      expect(await came.promise).toBe(1);
      await later.stop();
      never.resolve(500);
      await abandoned;
      expect(rows()).toEqual({ count: 0 });
    });
  });

  describe('start and stop', () => {
    test('dispatches what is enqueued, and by itself what becomes due later', async () => {
      const queue = open();
      const came = { now: Promise.withResolvers<void>(), later: Promise.withResolvers<void>() };
      const order: string[] = [];
      queue.start(async (dispatch) => {
        const id = idOf(dispatch) as 'now' | 'later';
        order.push(id);
        came[id].resolve();
        return 200;
      });

      const dueAt = clock.now() + 60_000;
      await queue.enqueue({ queue: 'deliver-1m', task: deliverTask('later'), dueAt });
      await enqueue(queue, 'now');
      await came.now.promise;
      expect(order).toEqual(['now']);
      clock.advance(60_000);
      await came.later.promise;
      await queue.stop();

      expect(order).toEqual(['now', 'later']);
    });

    test('finds what another process enqueued', async () => {
      const queue = open(`${process.pid}:a`);
      const came = Promise.withResolvers<string>();
      queue.start(async (dispatch) => {
        came.resolve(idOf(dispatch));
        return 200;
      });

      await enqueue(open(`${process.pid}:b`), 'd1');

      expect(await came.promise).toBe('d1');
      await queue.stop();
    });

    test('stop waits for what is under way and writes down how it ended', async () => {
      const queue = open();
      const begun = Promise.withResolvers<void>();
      const answer = Promise.withResolvers<number>();
      queue.start(() => {
        begun.resolve();
        return answer.promise;
      });
      await enqueue(queue, 'd1');
      await begun.promise;
      let stopped = false;

      const stopping = queue.stop().then(() => {
        stopped = true;
      });
      for (let turn = 0; turn < 10; turn += 1) await nextTurn();
      expect(stopped).toBe(false);
      answer.resolve(200);
      await stopping;

      expect(rows()).toEqual({ count: 0 });
    });

    test('takes no more tasks once it is stopped, and keeps what is enqueued then', async () => {
      const queue = open();
      const came: string[] = [];
      const worker = async (dispatch: Dispatch) => {
        came.push(idOf(dispatch));
        return 200;
      };
      queue.start(worker);
      await queue.stop();

      await enqueueMany(queue, 3);
      for (let turn = 0; turn < 10; turn += 1) await nextTurn();

      expect(came).toEqual([]);
      expect(rows()).toEqual({ count: 3 });
      queue.start(worker);
      await queue.runDue(worker);
      await queue.stop();
      expect(came.sort()).toEqual(['id-0', 'id-1', 'id-2']);
    });

    test('stop writes what is still waiting to be enqueued', async () => {
      const queue = open();
      queue.start(async () => 200);
      const enqueued = enqueue(queue, 'd1');

      await queue.stop();

      expect(rows()).toEqual({ count: 1 });
      await enqueued;
    });

    test('stop may be called before start, and twice', async () => {
      const queue = open();

      await queue.stop();
      await queue.stop();
    });

    test('a result that cannot be written down is logged, and the task comes again', async () => {
      const queue = open();
      const begun = Promise.withResolvers<void>();
      const answer = Promise.withResolvers<number>();
      queue.start(() => {
        begun.resolve();
        return answer.promise;
      });
      await enqueue(queue, 'd1');
      await begun.promise;

      databases[0]?.exec('PRAGMA query_only = ON');
      answer.resolve(200);
      await queue.stop();
      databases[0]?.exec('PRAGMA query_only = OFF');

      expect(log.map(({ event }) => event)).toContain('task.settle_failed');
      clock.advance(LEASE_MS);
      expect(await queue.runDue(async () => 200)).toBe(1);
    });
  });
});

const ROOMY: QueueSpec = {
  worker: 'deliver',
  maxDispatchesPerSecond: 500,
  maxConcurrentDispatches: 1000,
  shards: 1,
  shardBy: 'document',
};

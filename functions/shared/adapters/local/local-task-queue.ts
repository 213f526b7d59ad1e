import type { DatabaseSync } from 'node:sqlite';
import { physicalQueues, type QueueSpec, shardedQueueName } from '../../core/queues.ts';
import { documentOf } from '../../core/task.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { NewTask, TaskQueue } from '../../ports/task-queue.ts';
import { groupFlush, type Waiting } from './group-flush.ts';
import { createTaskTable, type LeasedTask, type TaskRow } from './sqlite-task-table.ts';

export interface Dispatch {
  queue: string;
  worker: QueueSpec['worker'];
  taskName: string;
  body: Buffer;
  /** Dispatches of this task before this one. */
  retryCount: number;
}

export interface LocalTaskQueueDeps {
  /** Its own connection with durability `normal`: a task that a power cut takes is found by `sweep`. */
  db: DatabaseSync;
  clock: Clock;
  log: Logger;
  queues?: { name: string; spec: QueueSpec }[];
  /** Tells this process from others on the same database: `<pid>:<anything unique>`. */
  owner: string;
}

export interface LocalTaskQueue extends TaskQueue {
  /** Begins to dispatch. `dispatch` resolves to the worker's HTTP status, and throws when there was no answer. */
  start(dispatch: (dispatch: Dispatch) => Promise<number>): void;
  /** Takes no more tasks and resolves when those under way have ended. */
  stop(): Promise<void>;
  /** For tests: dispatches what is due now, and what that makes due, until nothing is; returns how many dispatches. */
  runDue(dispatch: (dispatch: Dispatch) => Promise<number>): Promise<number>;
}

const POLL_MS = 100;

/**
 * Dispatches under way at once in this process, all queues together. The limits of the queues are those of production, where
 * each dispatch may get an instance of its own; one process that takes on hundreds of them answers none in time.
 */
const MAX_UNDER_WAY = 64;

/** Cloud Tasks in a table: due times, rates, concurrency, retries with back-off; at least once. */
export function createLocalTaskQueue(deps: LocalTaskQueueDeps): LocalTaskQueue {
  const { db, clock, log, owner, queues = physicalQueues() } = deps;
  const table = createTaskTable(db, owner);
  const workers = new Map(queues.map(({ name, spec }) => [name, spec.worker]));
  const underWay = new Set<Promise<unknown>>();
  let poll: NodeJS.Timeout | undefined;
  let onEnqueue = () => {};
  let turn = 0;

  function lease(): LeasedTask[] {
    const room = MAX_UNDER_WAY - underWay.size;
    if (room <= 0) return [];
    // Another queue comes first each time, so that a long one does not keep the others out.
    turn = (turn + 1) % queues.length;
    return table.leaseDue([...queues.slice(turn), ...queues.slice(0, turn)], clock.now(), room);
  }

  const inserts = groupFlush((batch: Waiting<TaskRow, void>[]) => {
    table.insertAll(batch.map(({ item }) => item));
    for (const { resolve } of batch) resolve();
    onEnqueue();
  });

  const settles = groupFlush((batch: Waiting<{ task: LeasedTask; done: boolean }, void>[]) => {
    table.settleAll(
      batch.map(({ item }) => item),
      clock.now(),
    );
    for (const { resolve } of batch) resolve();
    onEnqueue();
  });

  async function run(task: LeasedTask, dispatch: (dispatch: Dispatch) => Promise<number>): Promise<void> {
    const retryCount = task.tries - 1;
    let status = 0;
    try {
      const worker = workers.get(task.queue) as QueueSpec['worker'];
      const body = Buffer.from(task.body);
      status = await dispatch({ queue: task.queue, worker, taskName: String(task.id), body, retryCount });
    } catch (error) {
      log.warn('task.unanswered', { queue: task.queue, taskId: task.id, error: error as Error });
    }
    await settles.add({ task, done: status >= 200 && status < 300 });
  }

  function track(work: Promise<unknown>): void {
    const tracked = work
      .catch((error: Error) => log.error('task.settle_failed', { error }))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }

  return {
    enqueue({ queue, task, dueAt = 0 }: NewTask) {
      const name = shardedQueueName(queue, documentOf(task));
      const availableAt = Math.max(dueAt, clock.now());
      return inserts.add({ queue: name, body: JSON.stringify(task), availableAt });
    },
    ping: async () => table.ping(),
    start(dispatch) {
      releaseDeadOwners(table, owner, clock.now());
      const dispatchDue = () => {
        try {
          for (const task of lease()) track(run(task, dispatch));
        } catch (error) {
          log.error('task.lease_failed', { error: error as Error });
        }
      };
      let scheduled = false;
      onEnqueue = () => {
        // Half of the room is filled at one go: taking tasks one by one would cost a transaction each.
        if (scheduled || underWay.size > MAX_UNDER_WAY / 2) return;
        scheduled = true;
        setImmediate(() => {
          scheduled = false;
          if (poll !== undefined) dispatchDue();
        });
      };
      // The poll finds what became due, what other processes enqueued, and what a crashed one left leased.
      poll = setInterval(dispatchDue, POLL_MS);
    },
    async stop() {
      clearInterval(poll);
      poll = undefined;
      inserts.flushNow();
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async runDue(dispatch) {
      let count = 0;
      for (;;) {
        const tasks = lease();
        if (tasks.length === 0) return count;
        count += tasks.length;
        await Promise.all(tasks.map((task) => run(task, dispatch)));
      }
    },
  };
}

/** Tasks leased by a process that is gone are free at once, and need not wait for their lease to end. */
function releaseDeadOwners(table: ReturnType<typeof createTaskTable>, self: string, now: number): void {
  for (const owner of table.owners()) {
    if (owner !== self && !isAlive(Number(owner.split(':')[0]))) table.releaseOwner(owner, now);
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

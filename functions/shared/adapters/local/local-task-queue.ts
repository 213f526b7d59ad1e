import type { DatabaseSync } from 'node:sqlite';
import { INSTANCE_PLACES, physicalQueueOf, physicalQueues, type QueueSpec } from '../../core/queues.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { NewTask, TaskQueue } from '../../ports/task-queue.ts';
import type { DatabaseWriter } from './database-writer.ts';
import { createInlineWriter } from './inline-writer.ts';
import type { LeasedTask } from './sqlite-task-table.ts';

export interface Dispatch {
  queue: string;
  worker: QueueSpec['worker'];
  taskName: string;
  body: Buffer;
  /** Dispatches of this task before this one. */
  retryCount: number;
}

/** Resolves to the worker's HTTP status, and rejects when there was no answer. */
export type Dispatcher = (dispatch: Dispatch) => Promise<number>;

export interface LocalTaskQueueDeps {
  /** Read from only. */
  db: DatabaseSync;
  /** Changes the database; by `db` itself when left out. */
  writer?: DatabaseWriter;
  clock: Clock;
  log: Logger;
  queues?: { name: string; spec: QueueSpec }[];
  /** Tells this process from others on the same database: `<pid>:<anything unique>`. */
  owner: string;
}

export interface LocalTaskQueue extends TaskQueue {
  /** Begins to dispatch. */
  start(dispatch: Dispatcher): void;
  /** Takes no more tasks and resolves when those under way have ended. */
  stop(): Promise<void>;
  /** For tests: dispatches what is due now, and what that makes due, until nothing is; returns how many dispatches. */
  runDue(dispatch: Dispatcher): Promise<number>;
}

const POLL_MS = 100;

/**
 * Dispatches under way at once in this process, all queues together. The limits of the queues are those of production, where
 * each dispatch may get an instance of its own; one process that takes on hundreds of them answers none in time.
 */
const MAX_DISPATCHING = INSTANCE_PLACES;

/** Cloud Tasks in a table: due times, rates, concurrency, retries with back-off; at least once. */
export function createLocalTaskQueue(deps: LocalTaskQueueDeps): LocalTaskQueue {
  const { db, clock, log, owner, queues = physicalQueues(), writer = createInlineWriter(db) } = deps;
  const selectOwners = db.prepare('SELECT DISTINCT owner FROM tasks WHERE owner IS NOT NULL');
  const workers = new Map(queues.map(({ name, spec }) => [name, spec.worker]));
  /** What `stop` waits for. */
  const underWay = new Set<Promise<unknown>>();
  let dispatching = 0;
  let turn = 0;
  let onRoom = () => {};

  async function lease(max: number): Promise<LeasedTask[]> {
    if (max <= 0) return [];
    // Another queue comes first each time, so that a long one does not keep the others out.
    turn = (turn + 1) % queues.length;
    const inTurn = [...queues.slice(turn), ...queues.slice(0, turn)];
    return writer.write('lease', { queues: inTurn, owner, now: clock.now(), max });
  }

  async function run(task: LeasedTask, dispatch: Dispatcher): Promise<void> {
    const retryCount = task.tries - 1;
    let status = 0;
    try {
      const worker = workers.get(task.queue) as QueueSpec['worker'];
      const body = Buffer.from(task.body);
      status = await dispatch({ queue: task.queue, worker, taskName: String(task.id), body, retryCount });
    } catch (error) {
      log.warn('task.unanswered', { queue: task.queue, taskId: task.id, error: error as Error });
    }
    await writer.write('settle', { task, owner, done: status >= 200 && status < 300, now: clock.now() });
  }

  function track(work: Promise<unknown>, failed: string): void {
    const tracked = work
      .catch((error: Error) => log.error(failed, { error }))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }

  let poll: NodeJS.Timeout | undefined;
  let leasing = false;

  async function dispatchDue(dispatch: Dispatcher): Promise<void> {
    if (leasing) return;
    leasing = true;
    try {
      for (const task of await lease(MAX_DISPATCHING - dispatching))
        track(run(task, dispatch), 'task.settle_failed');
    } finally {
      leasing = false;
    }
  }

  return {
    enqueue({ queue, task, dueAt = 0 }: NewTask) {
      const name = physicalQueueOf(queue, task);
      const availableAt = Math.max(dueAt, clock.now());
      const written = writer.write('enqueue', { queue: name, body: JSON.stringify(task), availableAt });
      if (poll !== undefined) written.then(onRoom, () => {});
      return written;
    },
    ping: async () => void selectOwners.get(),
    start(dispatch) {
      releaseDeadOwners();
      const counted: Dispatcher = async (task) => {
        dispatching += 1;
        try {
          return await dispatch(task);
        } finally {
          dispatching -= 1;
          onRoom();
        }
      };
      const look = () => track(dispatchDue(counted), 'task.lease_failed');
      let scheduled = false;
      onRoom = () => {
        // Half of the room is filled at one go: taking tasks one by one would cost a transaction each.
        if (scheduled || dispatching > MAX_DISPATCHING / 2) return;
        scheduled = true;
        setImmediate(() => {
          scheduled = false;
          if (poll !== undefined) look();
        });
      };
      // The poll finds what became due, what other processes enqueued, and what a crashed one left leased.
      poll = setInterval(look, POLL_MS);
    },
    async stop() {
      clearInterval(poll);
      poll = undefined;
      await writer.flush();
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async runDue(dispatch) {
      let count = 0;
      for (;;) {
        const tasks = await lease(MAX_DISPATCHING);
        if (tasks.length === 0) return count;
        count += tasks.length;
        await Promise.all(tasks.map((task) => run(task, dispatch)));
      }
    },
  };

  /** Tasks leased by a process that is gone are free at once, and need not wait for their lease to end. */
  function releaseDeadOwners(): void {
    for (const row of selectOwners.all()) {
      const other = String(row.owner);
      if (other === owner || isAlive(Number(other.split(':')[0]))) continue;
      track(writer.write('releaseOwner', { owner: other, now: clock.now() }), 'task.release_failed');
    }
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

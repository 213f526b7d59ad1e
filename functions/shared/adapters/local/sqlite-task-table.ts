import type { DatabaseSync } from 'node:sqlite';
import { DISPATCH_DEADLINE_MS, type QueueSpec, taskBackoffMs } from '../../core/queues.ts';

export interface TaskRow {
  queue: string;
  body: string;
  availableAt: number;
}

export interface LeasedTask {
  id: number;
  queue: string;
  body: string;
  /** 1 on the first dispatch. */
  tries: number;
}

export interface LeaseRequest {
  /** Earlier ones come first. */
  queues: readonly { name: string; spec: QueueSpec }[];
  owner: string;
  now: number;
  /** Most of all queues together. */
  max: number;
}

/** How a dispatch ended. */
export interface TaskResult {
  task: LeasedTask;
  owner: string;
  done: boolean;
  now: number;
}

/** Beyond the dispatch deadline, so that a queue never gives out anew what it still waits for itself. */
const TASK_LEASE_MS = DISPATCH_DEADLINE_MS + 5000;

/**
 * The rows of the embedded queue. A leased row is one whose `available_at` lies in the future and that has an owner: when its
 * process dies it becomes available again by itself. Rates and concurrency are counted in the database, so that several
 * processes share them. Every call belongs into a transaction.
 */
export function createTaskTable(db: DatabaseSync) {
  const insert = db.prepare('INSERT INTO tasks (queue, body, available_at) VALUES (?, ?, ?)');
  const countUnderWay = db.prepare(
    'SELECT count(*) AS count FROM tasks WHERE queue = ? AND owner IS NOT NULL AND available_at > ?',
  );
  const selectDue = db.prepare(
    'SELECT id, queue, body, tries FROM tasks WHERE queue = ? AND available_at <= ? ORDER BY available_at LIMIT ?',
  );
  const lease = db.prepare('UPDATE tasks SET available_at = ?, tries = tries + 1, owner = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM tasks WHERE id = ? AND owner = ? AND tries = ?');
  const release = db.prepare(
    'UPDATE tasks SET available_at = ?, owner = NULL WHERE id = ? AND owner = ? AND tries = ?',
  );
  const selectRate = db.prepare('SELECT tokens, refilled_at FROM queue_rates WHERE queue = ?');
  const putRate = db.prepare(
    `INSERT INTO queue_rates VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET tokens = excluded.tokens, refilled_at = excluded.refilled_at`,
  );
  const releaseOwner = db.prepare('UPDATE tasks SET available_at = ?, owner = NULL WHERE owner = ?');

  const tokensNow = (queue: string, { maxDispatchesPerSecond: rate }: QueueSpec, now: number): number => {
    const burst = Math.max(1, Math.ceil(rate / 5));
    const row = selectRate.get(queue) as { tokens: number; refilled_at: number } | undefined;
    // A bucket filled in the future was filled before the clock was set back.
    if (row === undefined || row.refilled_at > now) return burst;
    const refilled = row.tokens + ((now - row.refilled_at) / 1000) * rate;
    return Math.min(burst, refilled);
  };

  const leaseQueue = (
    { name: queue, spec }: LeaseRequest['queues'][number],
    { owner, now }: LeaseRequest,
    max: number,
  ): LeasedTask[] => {
    const due = max > 0 ? (selectDue.all(queue, now, max) as unknown as LeasedTask[]) : [];
    // Most queues are empty most of the time: nothing else is looked up for them.
    if (due.length === 0) return [];
    const { count } = countUnderWay.get(queue, now) as { count: number };
    const tokens = tokensNow(queue, spec, now);
    const room = Math.min(Math.floor(tokens), spec.maxConcurrentDispatches - count);
    const rows = due.slice(0, Math.max(room, 0));
    if (rows.length === 0) return [];
    putRate.run(queue, tokens - rows.length, now);
    for (const { id } of rows) lease.run(now + TASK_LEASE_MS, owner, id);
    return rows.map((row) => ({ ...row, tries: row.tries + 1 }));
  };

  return {
    insert({ queue, body, availableAt }: TaskRow): void {
      insert.run(queue, body, availableAt);
    },
    /** Takes what may be dispatched now, within each queue's limits. */
    lease(request: LeaseRequest): LeasedTask[] {
      const leased: LeasedTask[] = [];
      for (const queue of request.queues) {
        leased.push(...leaseQueue(queue, request, request.max - leased.length));
      }
      return leased;
    },
    /** Writes down how a dispatch ended: a done task goes, another waits out its back-off. */
    settle({ task: { id, tries }, owner, done, now }: TaskResult): void {
      if (done) remove.run(id, owner, tries);
      else release.run(now + taskBackoffMs(tries), id, owner, tries);
    },
    /** Frees what a process that is gone has leased. */
    releaseOwner({ owner, now }: { owner: string; now: number }): void {
      releaseOwner.run(now, owner);
    },
  };
}

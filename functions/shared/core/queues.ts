import { MINUTE_MS } from './duration.ts';
import { shardOf } from './shard.ts';
import { documentOf, type Task } from './task.ts';

/** The functions that take tasks. */
export type WorkerName = 'process' | 'deliver';

export interface QueueSpec {
  worker: WorkerName;
  /** Dispatches a second of one shard; Cloud Tasks allows 500 at most. */
  maxDispatchesPerSecond: number;
  /** Dispatches under way at once of one shard. */
  maxConcurrentDispatches: number;
  /** Physical queues it is spread over. */
  shards: number;
  /** What a task's shard goes by: its document, so that all shards are used alike, or its ATS, so that one ATS fills one of them only. */
  shardBy: 'document' | 'ats';
}

const LIVELY = {
  maxDispatchesPerSecond: 250,
  maxConcurrentDispatches: 100,
  shards: 4,
  shardBy: 'document',
} as const;
const RUNG = {
  maxDispatchesPerSecond: 100,
  maxConcurrentDispatches: 50,
  shards: 2,
  shardBy: 'document',
} as const;
/** For what would hold up others: an ATS has few places, and shares them with few others. */
const SLOW = { maxDispatchesPerSecond: 100, shards: 8, shardBy: 'ats' } as const;

/**
 * How long a task of `process` or `deliver` may take without the places of its queue becoming too few for its rate: while each takes
 * less, the rate alone says how soon what is in front has passed.
 */
export const TURNOVER_MS = (LIVELY.maxConcurrentDispatches / LIVELY.maxDispatchesPerSecond) * 1000;

/** Tasks that one instance of a worker takes on at once. */
export const INSTANCE_PLACES = 64;

/** Every queue, once: code, the local queue and the deployed queues all follow this table. */
export const QUEUES = {
  process: { worker: 'process', ...LIVELY },
  'process-slow': { worker: 'process', ...SLOW, maxConcurrentDispatches: 50 },
  deliver: { worker: 'deliver', ...LIVELY },
  'deliver-1m': { worker: 'deliver', ...RUNG },
  'deliver-5m': { worker: 'deliver', ...RUNG },
  'deliver-30m': { worker: 'deliver', ...RUNG },
  'deliver-2h': { worker: 'deliver', ...RUNG },
  'deliver-slow': { worker: 'deliver', ...SLOW, maxConcurrentDispatches: 20 },
} as const satisfies Record<string, QueueSpec>;

export type QueueName = keyof typeof QUEUES;

/** How a queue repeats a task that was not answered with a 2xx, without end: `sweep` would only create it anew. */
export const TASK_RETRY = { minBackoffMs: 1000, maxBackoffMs: MINUTE_MS, maxDoublings: 6 } as const;

/** How long one dispatch may take before the queue gives up waiting and repeats it. */
export const DISPATCH_DEADLINE_MS = 30_000;

/** The queue of each worker for what would hold up others. */
export const SLOW_QUEUES = { process: 'process-slow', deliver: 'deliver-slow' } as const;

/** The physical queue of `queue` that a task goes to, such as `deliver-1m-s0`. */
export function physicalQueueOf(queue: QueueName, task: Task): string {
  const { shards, shardBy } = QUEUES[queue];
  return physicalName(queue, shardOf(shardBy === 'ats' ? task.atsId : documentOf(task), shards));
}

/** Every physical queue with its limits. */
export function physicalQueues(): { name: string; queue: QueueName; spec: QueueSpec }[] {
  return (Object.keys(QUEUES) as QueueName[]).flatMap((queue) =>
    Array.from({ length: QUEUES[queue].shards }, (_, shard) => ({
      name: physicalName(queue, shard),
      queue,
      spec: QUEUES[queue],
    })),
  );
}

function physicalName(queue: QueueName, shard: number): string {
  return `${queue}-s${shard}`;
}

/** The wait before try number `tries + 1`, in ms: doubled after each failure, up to the ceiling. */
export function taskBackoffMs(tries: number): number {
  const doublings = Math.min(Math.max(tries - 1, 0), TASK_RETRY.maxDoublings);
  return Math.min(TASK_RETRY.minBackoffMs * 2 ** doublings, TASK_RETRY.maxBackoffMs);
}

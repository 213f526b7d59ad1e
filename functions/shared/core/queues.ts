import { MINUTE_MS } from './duration.ts';
import { shardOf } from './shard.ts';

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
}

/** Every queue, once: code, the local queue and the deployed queues all follow this table. */
export const QUEUES = {
  process: { worker: 'process', maxDispatchesPerSecond: 250, maxConcurrentDispatches: 100, shards: 4 },
  deliver: { worker: 'deliver', maxDispatchesPerSecond: 250, maxConcurrentDispatches: 100, shards: 4 },
  'deliver-1m': { worker: 'deliver', maxDispatchesPerSecond: 100, maxConcurrentDispatches: 50, shards: 2 },
  'deliver-5m': { worker: 'deliver', maxDispatchesPerSecond: 100, maxConcurrentDispatches: 50, shards: 2 },
  'deliver-30m': { worker: 'deliver', maxDispatchesPerSecond: 100, maxConcurrentDispatches: 50, shards: 2 },
  'deliver-2h': { worker: 'deliver', maxDispatchesPerSecond: 100, maxConcurrentDispatches: 50, shards: 2 },
  'deliver-slow': { worker: 'deliver', maxDispatchesPerSecond: 50, maxConcurrentDispatches: 20, shards: 1 },
} as const satisfies Record<string, QueueSpec>;

export type QueueName = keyof typeof QUEUES;

/** How a queue repeats a task that was not answered with a 2xx, without end: `sweep` would only create it anew. */
export const TASK_RETRY = { minBackoffMs: 1000, maxBackoffMs: MINUTE_MS, maxDoublings: 6 } as const;

/** How long one dispatch may take before the queue gives up waiting and repeats it. */
export const DISPATCH_DEADLINE_MS = 30_000;

/** The physical queue of `queue` that the task of document `id` goes to, such as `deliver-1m-s0`. */
export function shardedQueueName(queue: QueueName, id: string): string {
  return physicalName(queue, shardOf(id, QUEUES[queue].shards));
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

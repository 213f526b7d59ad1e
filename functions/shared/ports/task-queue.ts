import type { QueueName } from '../core/queues.ts';
import type { Task } from '../core/task.ts';

export interface NewTask {
  queue: QueueName;
  task: Task;
  /** Epoch ms before which it is not dispatched; at once when left out or past. */
  dueAt?: number;
}

/**
 * Delivers each task to its worker function at least once: sometimes twice, never in a promised order, again with
 * back-off until the worker answers 2xx. When the promise resolves, the task survives a restart.
 */
export interface TaskQueue {
  enqueue(task: NewTask): Promise<void>;
  /** Resolves when the queue answers, for a health check. */
  ping(): Promise<void>;
}

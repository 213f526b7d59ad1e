import type { LogFields, Logger } from '../ports/logger.ts';
import type { NewTask, TaskQueue } from '../ports/task-queue.ts';
import { type InTimeDeps, inTime } from './in-time.ts';

export interface CreateTaskDeps extends InTimeDeps {
  queue: TaskQueue;
  log: Logger;
}

/** More than the queue's adapter takes, so that its own error is the one that is told. */
const CREATE_TASK_DEADLINE_MS = 12_000;

/**
 * Creates the task of a document that is stored with its `sweepAt`. Never rejects, and ends in time: a queue that fails or stays
 * silent is only logged, as `sweep` creates the task that is missing, and what is durable is not answered as if it were not. Resolves
 * to whether the queue has said that it has the task.
 */
export async function createTask(
  deps: CreateTaskDeps,
  task: NewTask,
  fields: LogFields = {},
): Promise<boolean> {
  try {
    await inTime(deps, CREATE_TASK_DEADLINE_MS, deps.queue.enqueue(task));
    return true;
  } catch (error) {
    deps.log.warn('task.not_created', { ...fields, error: error as Error });
    return false;
  }
}

import { SLOW_QUEUES } from '../core/queues.ts';
import type { Task } from '../core/task.ts';
import { type CreateTaskDeps, createTask } from './create-task.ts';

/**
 * Moves a task that would hold up others to its worker's slow queue, with nothing done for it. Resolves to whether it is there: where
 * it is not, the queue that it came from has to keep it.
 */
export async function stepAside(deps: CreateTaskDeps, task: Task): Promise<boolean> {
  deps.log.debug('task.stepped_aside', { kind: task.kind });
  return createTask(deps, { queue: SLOW_QUEUES[task.kind], task: { ...task, slow: true } });
}

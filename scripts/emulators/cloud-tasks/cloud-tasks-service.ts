import { createQueueMethods, type QueueMethodsDeps } from './queue-methods.ts';
import { createTaskMethods, type TaskMethodsDeps } from './task-methods.ts';

/**
 * The service `google.cloud.tasks.v2.CloudTasks` as functions from a request message to its response, whatever carries them.
 * Left out: the IAM methods, App Engine tasks, filters and OAuth tokens.
 */
export function createCloudTasksService(deps: QueueMethodsDeps & TaskMethodsDeps) {
  return { ...createQueueMethods(deps), ...createTaskMethods(deps) };
}

export type CloudTasksService = ReturnType<typeof createCloudTasksService>;

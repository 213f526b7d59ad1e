import type { Dispatch } from '../../functions/shared/adapters/local/local-task-queue.ts';
import { DISPATCH_DEADLINE_MS } from '../../functions/shared/core/queues.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';

/** Hands a task to its worker as Cloud Tasks does: by HTTP, with its headers and an identity token. Resolves to the status. */
export function createTaskDispatcher({ identity }: Pick<Runtime, 'identity'>, baseUrl: string) {
  return async ({ queue, worker, taskName, body, retryCount }: Dispatch): Promise<number> => {
    const response = await fetch(`${baseUrl}/_functions/${worker}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await identity.token('tasks', worker)}`,
        'x-cloudtasks-queuename': queue,
        'x-cloudtasks-taskname': taskName,
        'x-cloudtasks-taskretrycount': String(retryCount),
      },
      body,
      signal: AbortSignal.timeout(DISPATCH_DEADLINE_MS),
    });
    await response.arrayBuffer();
    return response.status;
  };
}

import { Agent, type IncomingMessage, request } from 'node:http';
import type { Dispatch } from '../../functions/shared/adapters/local/local-task-queue.ts';
import { DISPATCH_DEADLINE_MS } from '../../functions/shared/core/queues.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';

/** Hands a task to its worker as Cloud Tasks does: by HTTP, with its headers and an identity token. Resolves to the status. */
export function createTaskDispatcher({ identity }: Pick<Runtime, 'identity'>, baseUrl: string) {
  const { hostname, port } = new URL(baseUrl);
  const agent = new Agent({ keepAlive: true, scheduling: 'lifo' });
  return async ({ queue, worker, taskName, body, retryCount }: Dispatch): Promise<number> => {
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      authorization: `Bearer ${await identity.token('tasks', worker)}`,
      'x-cloudtasks-queuename': queue,
      'x-cloudtasks-taskname': taskName,
      'x-cloudtasks-taskretrycount': String(retryCount),
    };
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const path = `/_functions/${worker}`;
    const signal = AbortSignal.timeout(DISPATCH_DEADLINE_MS);
    const outgoing = request({ hostname, port, path, method: 'POST', headers, agent, signal });
    outgoing.once('response', (response: IncomingMessage) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0)).once('error', reject);
    });
    outgoing.once('error', reject);
    outgoing.end(body);
    return promise;
  };
}

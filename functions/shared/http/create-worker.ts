import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../core/errors.ts';
import type { WorkerName } from '../core/queues.ts';
import { parseTask, type Task } from '../core/task.ts';
import type { ServiceIdentity } from '../ports/service-identity.ts';
import { callerAuthorization } from './caller-authorization.ts';
import { createHttpHandler, type HttpHandler, type HttpHandlerDeps } from './http-handler.ts';
import { readBody } from './read-body.ts';
import { taskContext } from './task-request.ts';

export interface WorkerDeps extends HttpHandlerDeps {
  identity: ServiceIdentity;
}

/** `done`: answered 200, the task is over. `again`: answered 500, the queue repeats it. */
export type WorkerVerdict = 'done' | 'again';

const MAX_TASK_BYTES = 16 * 1024;

/**
 * Makes the entry point of a function that takes tasks. It answers 200 when there is nothing more to do for this task,
 * whatever became of the work, and 500 when its own step must be repeated; never 429 or 503, on which Cloud Tasks slows the
 * whole queue. What is not a task is dropped: `sweep` creates anew what is really still to be done.
 */
export function createWorker<K extends WorkerName>(
  deps: WorkerDeps,
  name: K,
  work: (task: Extract<Task, { kind: K }>) => Promise<WorkerVerdict>,
): HttpHandler {
  const { identity, log } = deps;
  return createHttpHandler(deps, async (request) => {
    await authorizeTasks(identity, request, name);
    const task = parseTask(await readBody(request, { maxBytes: MAX_TASK_BYTES }));
    log.annotate({ function: name, ...taskContext(request) });
    if (task === undefined || task.kind !== name) {
      log.error('task.unreadable');
      return { status: 200, body: { result: 'dropped' } };
    }
    let verdict: WorkerVerdict = 'again';
    try {
      verdict = await work(task as Extract<Task, { kind: K }>);
    } catch (error) {
      log.error('task.failed', { error: error as Error });
    }
    return { status: verdict === 'done' ? 200 : 500, body: { result: verdict } };
  });
}

async function authorizeTasks(identity: ServiceIdentity, request: IncomingMessage, name: WorkerName) {
  if (request.method !== 'POST') throw new GatewayError('method_not_allowed', { headers: { allow: 'POST' } });
  const caller = await identity.verify(callerAuthorization(request), name);
  if (caller !== 'tasks') throw new GatewayError('invalid_token');
}

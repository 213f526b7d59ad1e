import { fromMs, type TaskMessage, type TaskView } from './messages.ts';
import type { StoredTask } from './stored-task.ts';

const SECOND_MS = 1000;

/** A task as the service tells of it: without its body, unless all of it is asked for. */
export function writeTask(task: StoredTask, asked?: TaskView | null): TaskMessage {
  const isFull = asked === 'FULL' || asked === 2;
  const { url, method, headers, body, oidcToken } = task;
  const oidc = oidcToken && { serviceAccountEmail: oidcToken.email, audience: oidcToken.audience };
  return {
    name: task.name,
    httpRequest: {
      url,
      httpMethod: method as 'POST',
      headers: { ...headers },
      ...(isFull ? { body } : {}),
      ...(oidc ? { oidcToken: oidc } : {}),
    },
    scheduleTime: fromMs(task.scheduledAt),
    // Truncated to the second, as by Cloud Tasks.
    createTime: fromMs(Math.floor(task.createdAt / SECOND_MS) * SECOND_MS),
    dispatchDeadline: fromMs(task.dispatchDeadlineMs),
    dispatchCount: task.dispatchCount,
    responseCount: task.responseCount,
    ...writeAttempts(task),
    view: isFull ? 'FULL' : 'BASIC',
  };
}

function writeAttempts({ firstDispatchedAt, lastAttempt }: StoredTask): TaskMessage {
  if (firstDispatchedAt === undefined || lastAttempt === undefined) return {};
  const { scheduledAt, dispatchedAt, answer } = lastAttempt;
  return {
    firstAttempt: { dispatchTime: fromMs(firstDispatchedAt) },
    lastAttempt: {
      scheduleTime: fromMs(scheduledAt),
      dispatchTime: fromMs(dispatchedAt),
      ...(answer
        ? {
            responseTime: fromMs(answer.at),
            responseStatus: { code: rpcCode(answer.status), message: answer.reason },
          }
        : {}),
    },
  };
}

/** The code of google.rpc.Code that stands for an HTTP status; DEADLINE_EXCEEDED where there was no answer. */
function rpcCode(status: number | undefined): number {
  if (status === undefined) return 4;
  if (status >= 200 && status < 300) return 0;
  return RPC_CODES.get(status) ?? (status >= 500 ? 13 : 2);
}

const RPC_CODES = new Map([
  [400, 3],
  [401, 16],
  [403, 7],
  [404, 5],
  [409, 10],
  [429, 8],
  [501, 12],
  [503, 14],
  [504, 4],
]);

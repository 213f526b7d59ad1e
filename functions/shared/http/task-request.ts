import type { IncomingMessage } from 'node:http';

/** What a queue says of a dispatch, in the headers Cloud Tasks sets. */
export type TaskContext = {
  queueName: string;
  taskName: string;
  /** Dispatches before this one, whatever became of them. */
  retryCount: number;
};

/** Reads the `X-CloudTasks-*` headers. They inform logs only: who may call is told by the identity token. */
export function taskContext({ headers }: IncomingMessage): TaskContext {
  const text = (name: string) => String(headers[name] ?? '');
  return {
    queueName: text('x-cloudtasks-queuename'),
    taskName: text('x-cloudtasks-taskname'),
    retryCount: Number(headers['x-cloudtasks-taskretrycount'] ?? 0),
  };
}

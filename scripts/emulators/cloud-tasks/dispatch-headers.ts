import { parentOf, shortName } from './resource-names.ts';
import type { Attempt } from './stored-task.ts';

/** Headers a task may ask for in vain: they are set by the dispatch itself, or kept for Google's own use. */
const REPLACED =
  /^(?:host|content-length|user-agent|connection|transfer-encoding|x-google-.*|x-appengine-.*|x-cloudtasks-.*)$/i;

/** The headers of a dispatch. A token that the task asks for is set over an `Authorization` of its own. */
export function dispatchHeaders({ task, ...attempt }: Attempt): Record<string, string> {
  const own = Object.entries(task.headers).filter(([name]) => !REPLACED.test(name));
  const { status, reason } = attempt.previous ?? {};
  return {
    ...Object.fromEntries(own),
    'User-Agent': 'Google-Cloud-Tasks',
    'Content-Length': String(task.body.length),
    'X-CloudTasks-QueueName': shortName(parentOf(task.name)),
    'X-CloudTasks-TaskName': shortName(task.name),
    'X-CloudTasks-TaskRetryCount': String(attempt.retryCount),
    'X-CloudTasks-TaskExecutionCount': String(attempt.executionCount),
    // Seconds with a fraction, as fine as the schedule time is kept.
    'X-CloudTasks-TaskETA': (attempt.scheduledAt / 1000).toFixed(6),
    ...(status === undefined ? {} : { 'X-CloudTasks-TaskPreviousResponse': String(status) }),
    ...(reason === undefined ? {} : { 'X-CloudTasks-TaskRetryReason': reason }),
  };
}

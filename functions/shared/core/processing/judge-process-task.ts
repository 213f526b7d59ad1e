import type { AcceptedEvent } from '../accepted-event.ts';
import type { TaskVerdict } from '../delivery/judge-deliver-task.ts';
import { readiness } from '../lease.ts';
import type { ProcessTask } from '../task.ts';

/** Compares a task with its event as it stands. */
export function judgeProcessTask(
  event: AcceptedEvent,
  task: Pick<ProcessTask, 'n'>,
  now: number,
): TaskVerdict {
  if (event.state === 'settled') return 'settled';
  if (event.n !== task.n) return 'stale';
  return readiness(event, now);
}

export interface OidcToken {
  email: string;
  audience: string;
}

export interface StoredTask {
  /** The full name. */
  readonly name: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly oidcToken: OidcToken | undefined;
  readonly dispatchDeadlineMs: number;
  readonly createdAt: number;
  /** When it is due, at first or again. Epoch ms, to the microsecond. */
  scheduledAt: number;
  dispatchCount: number;
  /** Attempts that were answered, and of these the ones that were not answered with a 5xx. */
  responseCount: number;
  executionCount: number;
  /** Attempts that are under way. */
  underWay: number;
  firstDispatchedAt: number | undefined;
  lastAttempt: { scheduledAt: number; dispatchedAt: number; answer?: Answer & { at: number } } | undefined;
}

/** How an attempt ended. */
export interface Answer {
  /** The HTTP status; undefined when there was no answer. */
  status: number | undefined;
  /** One line that says why, for the header that tells the worker why it sees the task again. */
  reason: string;
}

/** One dispatch of a task, with the counts as they were when it began. */
export interface Attempt {
  readonly task: StoredTask;
  readonly scheduledAt: number;
  readonly dispatchedAt: number;
  /** Dispatches before this one. */
  readonly retryCount: number;
  readonly executionCount: number;
  /** How the dispatch before this one ended. */
  readonly previous: Answer | undefined;
}

/** Counts a dispatch of `task` and tells what its request says. */
export function beginAttempt(task: StoredTask, now: number): Attempt {
  const { scheduledAt, dispatchCount, executionCount, lastAttempt } = task;
  task.dispatchCount += 1;
  task.underWay += 1;
  task.firstDispatchedAt ??= now;
  task.lastAttempt = { scheduledAt, dispatchedAt: now };
  const previous = lastAttempt?.answer;
  return { task, scheduledAt, dispatchedAt: now, retryCount: dispatchCount, executionCount, previous };
}

/** Counts the end of an attempt. */
export function endAttempt({ task, scheduledAt, dispatchedAt }: Attempt, answer: Answer, now: number): void {
  task.underWay -= 1;
  task.lastAttempt = { scheduledAt, dispatchedAt, answer: { ...answer, at: now } };
  if (answer.status === undefined) return;
  task.responseCount += 1;
  if (answer.status < 500) task.executionCount += 1;
}

import type { RowWrite } from './row-write.ts';
import type { LeasedTask, LeaseRequest, TaskResult, TaskRow } from './sqlite-task-table.ts';

/** Everything that changes the database: what a job is given, and what it results in. */
interface Jobs {
  /** Refused with a `ConflictError` when a condition does not hold. */
  commit: { input: readonly RowWrite[]; result: { version: string } };
  /** How many expired documents were deleted. */
  purge: { input: { now: number; limit: number }; result: number };
  enqueue: { input: TaskRow; result: undefined };
  lease: { input: LeaseRequest; result: LeasedTask[] };
  settle: { input: TaskResult; result: undefined };
  releaseOwner: { input: { owner: string; now: number }; result: undefined };
}

export type JobKind = keyof Jobs;
export type JobInput<K extends JobKind> = Jobs[K]['input'];
export type JobResult<K extends JobKind> = Jobs[K]['result'];

/** One job on its way to whoever writes. A text costs less to pass to another thread than the objects it stands for. */
export interface WriteJob {
  kind: JobKind;
  /** As JSON. */
  input: string;
  payloads: readonly Uint8Array[];
}

/** Stands for the result of a commit of which a condition did not hold. */
export const REFUSED = 'refused';

/** What the writing thread answers to a batch of jobs. */
export type BatchAnswer = { results: unknown[] } | { error: Error };

/** Told to the writing thread instead of a batch. */
export const CLOSE = 'close';

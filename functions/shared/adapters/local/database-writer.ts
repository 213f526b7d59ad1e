import { ConflictError } from '../../ports/store.ts';
import type { Waiting } from './group-flush.ts';
import { type JobInput, type JobKind, type JobResult, REFUSED, type WriteJob } from './write-job.ts';

/** The only way to change the database. Jobs are done in the order in which they are given, many in one transaction. */
export interface DatabaseWriter {
  /** Resolves when it is written; rejects when it may not be. */
  write<K extends JobKind>(
    kind: K,
    input: JobInput<K>,
    payloads?: readonly Uint8Array[],
  ): Promise<JobResult<K>>;
  /** Resolves when nothing waits to be written any more. */
  flush(): Promise<void>;
  /** Flushes, and ends what was begun to write with. Whoever opened a connection closes it. */
  close(): Promise<void>;
}

/** The writer over something that takes jobs. */
export function writeTo(add: (job: WriteJob) => Promise<unknown>): DatabaseWriter['write'] {
  // The JSON is made here, so that what JSON cannot hold fails alone and not with the batch.
  return (kind, input, payloads = []) =>
    add({ kind, input: JSON.stringify(input), payloads }) as Promise<never>;
}

/** Tells everybody whose job was in a batch what came of it. */
export function settleBatch(batch: readonly Waiting<WriteJob, unknown>[], results: readonly unknown[]): void {
  for (const [index, { resolve, reject }] of batch.entries()) {
    const result = results[index];
    if (result === REFUSED) reject(new ConflictError());
    else resolve(result);
  }
}

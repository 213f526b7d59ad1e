import type { DatabaseSync } from 'node:sqlite';
import { type DatabaseWriter, settleBatch, writeTo } from './database-writer.ts';
import { groupFlush, type Waiting } from './group-flush.ts';
import { createJobPerformer } from './perform-jobs.ts';
import type { WriteJob } from './write-job.ts';

/** Writes on this thread, by a connection that others read from: for a database in memory, which no other can see. */
export function createInlineWriter(db: DatabaseSync): DatabaseWriter {
  const perform = createJobPerformer(db);
  const jobs = groupFlush((batch: Waiting<WriteJob, unknown>[]) => {
    settleBatch(batch, perform(batch.map(({ item }) => item)));
    return undefined;
  });
  return {
    write: writeTo(jobs.add),
    flush: jobs.flush,
    close: jobs.flush,
  };
}

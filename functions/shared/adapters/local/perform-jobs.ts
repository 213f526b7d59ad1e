import type { DatabaseSync } from 'node:sqlite';
import { createDocumentTable } from './document-table.ts';
import { inTransaction } from './open-database.ts';
import { createTaskTable } from './sqlite-task-table.ts';
import { REFUSED, type WriteJob } from './write-job.ts';

/**
 * Makes what does jobs on one connection: a whole batch in one transaction and so with one fsync, in their order. Returns their
 * results; when it throws, nothing of the batch took effect.
 */
export function createJobPerformer(db: DatabaseSync): (jobs: readonly WriteJob[]) => unknown[] {
  const documents = createDocumentTable(db);
  const tasks = createTaskTable(db);

  const perform = ({ kind, input, payloads }: WriteJob, version: string): unknown => {
    const given = JSON.parse(input);
    switch (kind) {
      case 'commit':
        return documents.commit({ rows: given, payloads }, version) ? { version } : REFUSED;
      case 'purge':
        return documents.purge(given.now, given.limit);
      case 'enqueue':
        return tasks.insert(given);
      case 'lease':
        return tasks.lease(given);
      case 'settle':
        return tasks.settle(given);
      case 'releaseOwner':
        return tasks.releaseOwner(given);
    }
  };

  return (jobs) =>
    inTransaction(db, () => {
      const base = jobs.some(({ kind }) => kind === 'commit') ? documents.nextVersion() : 0;
      return jobs.map((job, index) => perform(job, `${base}.${index}`));
    });
}

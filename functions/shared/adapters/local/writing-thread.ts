import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from './open-database.ts';
import { createJobPerformer } from './perform-jobs.ts';
import { type BatchAnswer, CLOSE, type WriteJob } from './write-job.ts';

// The writing side of a database file, on a thread of its own: takes batches of jobs one after the other and answers each.

const db = openDatabase({ file: workerData, durability: 'full' });
const perform = createJobPerformer(db);
let synchronous = 'FULL';

/** Only a commit must be on disk when it is answered: a task that a power cut takes is found by `sweep`. */
function setDurability(jobs: readonly WriteJob[]): void {
  const wanted = jobs.some(({ kind }) => kind === 'commit') ? 'FULL' : 'NORMAL';
  if (wanted !== synchronous) db.exec(`PRAGMA synchronous = ${wanted}`);
  synchronous = wanted;
}

function answer(jobs: readonly WriteJob[]): BatchAnswer {
  try {
    setDurability(jobs);
    return { results: perform(jobs) };
  } catch (error) {
    return { error: error as Error };
  }
}

parentPort?.on('message', (message: readonly WriteJob[] | typeof CLOSE) => {
  if (message !== CLOSE) return parentPort?.postMessage(answer(message));
  db.close();
  parentPort?.close();
});

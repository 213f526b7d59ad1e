import { Worker } from 'node:worker_threads';
import { type DatabaseWriter, settleBatch, writeTo } from './database-writer.ts';
import { groupFlush, type Waiting } from './group-flush.ts';
import { type BatchAnswer, CLOSE, type WriteJob } from './write-job.ts';

/** Jobs that are worth a transaction while more requests are still being read: the thread works while this one goes on. */
const ENOUGH = 16;

/**
 * Writes to a database file on a thread with a connection of its own, so that neither the work nor the wait for the disk holds up
 * requests. Should the thread ever end by itself, what waits is rejected and the error is thrown where nobody catches it: a process
 * that cannot write must not look alive.
 */
export function createThreadWriter(file: string): DatabaseWriter {
  const thread = startThread(file);
  const jobs = groupFlush(
    async (batch: Waiting<WriteJob, unknown>[]) => {
      const answer = await thread.send(batch.map(({ item }) => item));
      if ('error' in answer) throw answer.error;
      settleBatch(batch, answer.results);
    },
    { maxTurns: 1, enough: ENOUGH },
  );
  return {
    write: writeTo(jobs.add),
    flush: jobs.flush,
    async close() {
      await jobs.flush();
      await thread.end();
    },
  };
}

/** Starts the thread at once: begun within a request it would belong to that request, as its errors would. */
function startThread(file: string) {
  // Without the flags of this process, which may load what only the main thread has a use for.
  const execArgv = ['--disable-warning=ExperimentalWarning'];
  const worker = new Worker(new URL('./writing-thread.ts', import.meta.url), { workerData: file, execArgv });
  const ended = Promise.withResolvers<void>();
  const asked: PromiseWithResolvers<BatchAnswer>[] = [];
  let failure: Error | undefined;
  let closing = false;

  const fail = (error: Error) => {
    failure = error;
    for (const { reject } of asked.splice(0)) reject(error);
    throw error;
  };
  worker.on('message', (answer: BatchAnswer) => {
    asked.shift()?.resolve(answer);
    if (asked.length === 0) worker.unref();
  });
  worker.once('error', fail);
  worker.once('exit', (code) => {
    ended.resolve();
    if (!closing && failure === undefined) fail(new Error(`the writing thread ended with ${code}`));
  });
  // Only while somebody waits for it does the thread keep the process from ending.
  worker.unref();

  return {
    send(jobs: readonly WriteJob[]): Promise<BatchAnswer> {
      if (failure !== undefined) return Promise.reject(failure);
      worker.ref();
      worker.postMessage(jobs);
      const answer = Promise.withResolvers<BatchAnswer>();
      asked.push(answer);
      return answer.promise;
    },
    async end(): Promise<void> {
      if (!closing && failure === undefined) {
        closing = true;
        failure = new Error('the database is closed');
        worker.ref();
        worker.postMessage(CLOSE);
      }
      await ended.promise;
    },
  };
}

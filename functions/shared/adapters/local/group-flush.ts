/** One piece of work that waits for its batch. */
export interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

/** Turns of the event loop that a batch waits at the most for more to come. */
const MAX_TURNS = 4;

/**
 * Collects what is asked for within a few turns of the event loop and hands it over as one batch, so that many requests share
 * one commit and its fsync. A turn that brings nothing more ends the waiting: then everybody who is there is waiting for us.
 * When the batch throws, everything in it that is not yet settled is rejected.
 */
export function groupFlush<T, R>(flush: (batch: Waiting<T, R>[]) => void) {
  let waiting: Waiting<T, R>[] = [];
  const turn = (before: number, turns: number) => {
    const { length } = waiting;
    if (length > before && turns < MAX_TURNS) setImmediate(turn, length, turns + 1);
    else run();
  };
  const run = () => {
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    try {
      flush(batch);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return {
    add(item: T): Promise<R> {
      const { promise, resolve, reject } = Promise.withResolvers<R>();
      if (waiting.length === 0) setImmediate(turn, 0, 1);
      waiting.push({ item, resolve, reject });
      return promise;
    },
    /** Hands over at once what has been collected, before the database is closed. */
    flushNow: run,
  };
}

/** One piece of work that waits for its batch. */
export interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

export interface GroupFlushOptions {
  /** Turns of the event loop that a batch waits at the most for more to come. */
  maxTurns?: number;
  /** Where so much waits, more is not waited for. */
  enough?: number;
}

/**
 * Collects what is asked for within a few turns of the event loop and hands it over as one batch, so that many requests share
 * one commit and its fsync. A turn that brings nothing more ends the waiting: then everybody who is there is waiting for us. While
 * a batch is under way, the next one collects. When a batch fails, everything in it that is not yet settled is rejected.
 */
export function groupFlush<T, R>(
  flush: (batch: Waiting<T, R>[]) => Promise<void> | undefined,
  { maxTurns = 4, enough = Number.POSITIVE_INFINITY }: GroupFlushOptions = {},
) {
  let waiting: Waiting<T, R>[] = [];
  let underWay: Promise<void> | undefined;

  const turn = (before: number, turns: number) => {
    const { length } = waiting;
    if (length > before && turns < maxTurns) setImmediate(turn, length, turns + 1);
    else run();
  };

  const run = () => {
    if (waiting.length === 0 || underWay !== undefined) return;
    const batch = waiting;
    waiting = [];
    const fail = (error: unknown) => {
      for (const { reject } of batch) reject(error);
    };
    try {
      underWay = flush(batch)?.catch(fail).finally(onAnswered);
    } catch (error) {
      fail(error);
    }
  };

  const onAnswered = () => {
    underWay = undefined;
    // Those who have just been answered may have more to write: they are given the rest of this turn.
    if (waiting.length >= enough) run();
    else setImmediate(run);
  };

  return {
    add(item: T): Promise<R> {
      const { promise, resolve, reject } = Promise.withResolvers<R>();
      waiting.push({ item, resolve, reject });
      if (underWay !== undefined) return promise;
      if (waiting.length >= enough) run();
      else if (waiting.length === 1) setImmediate(turn, 0, 1);
      return promise;
    },
    /** Hands over at once what has been collected; resolves when nothing is under way any more. */
    async flush(): Promise<void> {
      run();
      while (underWay !== undefined) {
        await underWay;
        run();
      }
    },
  };
}

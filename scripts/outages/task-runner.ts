import { deliverAttempt } from '../../functions/deliver/deliver-attempt.ts';
import { processEvent } from '../../functions/process/process-event.ts';
import type { Dispatch } from '../../functions/shared/adapters/local/local-task-queue.ts';
import { SLOW_AI_CALL_MS, SLOW_ATTEMPT_MS } from '../../functions/shared/core/limits.ts';
import { taskBackoffMs } from '../../functions/shared/core/queues.ts';
import { parseTask } from '../../functions/shared/core/task.ts';
import { createFairShare } from '../../functions/shared/flows/fair-share.ts';
import type { StartTimer } from '../../functions/shared/flows/in-time.ts';
import type { LocalRuntime } from '../../functions/shared/runtime/local-runtime.ts';
import { MinHeap } from '../min-heap.ts';
import { quietTurns, type SimTime } from './sim-time.ts';

/**
 * Dispatches the tasks of a simulation through the embedded queue, within the rates and concurrency of the queue table, each as
 * soon as it is due. A task ends as it does behind HTTP: done, or again after the queue's back-off.
 */
export function createTaskRunner(runtime: LocalRuntime, time: SimTime) {
  const dueTimes = new MinHeap<true>();
  const underWay: Promise<number>[] = [];
  let left = 0;
  let ready = 0;
  let dispatches = 0;

  const deps: LocalRuntime = {
    ...runtime,
    queue: {
      ...runtime.queue,
      async enqueue(task) {
        await runtime.queue.enqueue(task);
        left += 1;
        dueTimes.push(task.dueAt ?? 0, true);
      },
    },
  };

  // One instance of each function. Nobody waits for a proof, as the clock stands still while anything is being done.
  const startTimer: StartTimer = (_, ring) => {
    ring();
    return () => {};
  };
  const delivering = { ...deps, fairShare: createFairShare({ clock: time, startTimer }, SLOW_ATTEMPT_MS) };
  const processing = { ...deps, fairShare: createFairShare({ clock: time, startTimer }, SLOW_AI_CALL_MS) };

  async function runTask(body: Buffer): Promise<number> {
    const task = parseTask(body);
    if (task === undefined) throw new Error('an unreadable task');
    try {
      const verdict = await (task.kind === 'process'
        ? processEvent(processing, task)
        : deliverAttempt(delivering, task));
      return verdict === 'done' ? 200 : 500;
    } catch {
      return 500;
    }
  }

  const dispatch = ({ body, retryCount }: Dispatch): Promise<number> =>
    time.work(async () => {
      dispatches += 1;
      ready -= 1;
      const status = await runTask(body);
      if (status === 200) left -= 1;
      else dueTimes.push(time.now() + taskBackoffMs(retryCount + 1), true);
      return status;
    });

  return {
    /** What the functions are given: the runtime, with a queue that is watched. */
    deps,
    /** Begins what is due and may be dispatched now; resolves to whether that was anything. */
    async dispatchDue(): Promise<boolean> {
      const before = dispatches;
      while (dueTimes.popDue(time.now())) ready += 1;
      for (let last = -1; ready > 0 && dispatches > last; ) {
        last = dispatches;
        underWay.push(runtime.queue.runDue(dispatch));
        await quietTurns();
      }
      return dispatches > before;
    },
    /** Whether something is due that the limits of its queue hold back. */
    isHeldBack: (): boolean => ready > 0,
    nextDueAt: (): number => dueTimes.nextAt,
    /** Tasks that have not been answered as done. */
    tasksLeft: (): number => left,
    async stop(): Promise<void> {
      await Promise.all(underWay);
    },
  };
}

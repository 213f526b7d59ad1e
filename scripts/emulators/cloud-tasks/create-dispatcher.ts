import type { Clock } from '../../../functions/shared/ports/clock.ts';
import type { Logger } from '../../../functions/shared/ports/logger.ts';
import { createAlarm } from './create-alarm.ts';
import type { QueueState } from './queue-state.ts';
import { shortName } from './resource-names.ts';
import { type StartTimer, startRealTimer } from './start-timer.ts';
import type { Answer, Attempt } from './stored-task.ts';

export interface DispatcherDeps {
  clock: Clock;
  queues: () => Iterable<QueueState>;
  send: (attempt: Attempt) => Promise<Answer>;
  /** Asked before each dispatch: whether this one is sent twice at the same time, as may happen at any time. */
  doubleDispatch?: (() => boolean) | undefined;
  log?: Pick<Logger, 'warn'> | undefined;
  startTimer?: StartTimer | undefined;
}

export interface Dispatcher {
  /** Begins to dispatch by itself, when something falls due. */
  start(): void;
  /** Begins no more dispatches, and resolves when those under way have ended. */
  stop(): Promise<void>;
  /** While suspended nothing is dispatched, by itself or on demand. */
  suspend(): void;
  resume(): void;
  /** Dispatches what is due, and what that makes due, until nothing is and all is answered; tells how many dispatches. */
  runDue(): Promise<number>;
  /** To be called when something may have become dispatchable. */
  wake(): void;
  /** Sends an attempt that is begun already. */
  dispatch(queue: QueueState, attempt: Attempt): Promise<void>;
}

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { clock, queues, send, doubleDispatch = () => false, log } = deps;
  const underWay = new Set<Promise<void>>();
  const alarm = createAlarm(clock, deps.startTimer ?? startRealTimer, () => dispatchDue());
  let isStarted = false;
  let isSuspended = false;

  async function run(queue: QueueState, attempt: Attempt): Promise<void> {
    const sent = send(attempt);
    // The answer to the copy counts for nothing.
    if (doubleDispatch()) await send(attempt);
    const answer = await sent;
    const end = queue.settle(attempt, answer, clock.now());
    const { reason } = answer;
    const fields = { queue: shortName(queue.name), task: shortName(attempt.task.name), reason };
    if (end === 'given_up') log?.warn('task.given_up', fields);
    else if (answer.status === undefined) log?.warn('task.unanswered', fields);
    wake();
  }

  function dispatch(queue: QueueState, attempt: Attempt): Promise<void> {
    const running = run(queue, attempt).finally(() => underWay.delete(running));
    underWay.add(running);
    return running;
  }

  /** Begins all that may be dispatched now. */
  function dispatchDue(): number {
    if (isSuspended) return 0;
    const now = clock.now();
    let count = 0;
    for (const queue of queues()) {
      for (let attempt = queue.takeDue(now); attempt; attempt = queue.takeDue(now)) {
        count += 1;
        void dispatch(queue, attempt);
      }
    }
    if (isStarted) setAlarm();
    return count;
  }

  function setAlarm(): void {
    const now = clock.now();
    alarm.set(Math.min(...Array.from(queues(), (queue) => queue.nextAt(now)), Number.POSITIVE_INFINITY));
  }

  function wake(): void {
    if (isStarted && !isSuspended) setAlarm();
  }

  return {
    dispatch,
    wake,
    start() {
      isStarted = true;
      wake();
    },
    async stop() {
      isStarted = false;
      alarm.set(Number.POSITIVE_INFINITY);
      while (underWay.size > 0) await Promise.all(underWay);
    },
    suspend() {
      isSuspended = true;
      alarm.set(Number.POSITIVE_INFINITY);
    },
    resume() {
      isSuspended = false;
      wake();
    },
    async runDue() {
      let count = 0;
      for (;;) {
        const begun = dispatchDue();
        count += begun;
        if (begun === 0 && underWay.size === 0) return count;
        await Promise.all(underWay);
      }
    },
  };
}

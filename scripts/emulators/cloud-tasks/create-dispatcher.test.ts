import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../../tests/support/test-clock.ts';
import { createDispatcher, type Dispatcher, type DispatcherDeps } from './create-dispatcher.ts';
import type { QueueMessage } from './messages.ts';
import { readQueueConfig } from './queue-config.ts';
import { QueueState } from './queue-state.ts';
import { readTask } from './read-task.ts';
import { shortName } from './resource-names.ts';
import type { Answer, Attempt } from './stored-task.ts';

const NAME = 'projects/p/locations/l/queues/q';
const OK: Answer = { status: 200, reason: 'fine' };

describe('the dispatcher', () => {
  let clock: TestClock;
  let queue: QueueState;
  let timers: { ms: number; ring: () => void }[];
  let sent: string[];
  let answer: (attempt: Attempt) => Promise<Answer>;
  let log: { event: string; fields: unknown }[];
  let dispatcher: Dispatcher;
  beforeEach(() => {
    clock = new TestClock();
    timers = [];
    sent = [];
    log = [];
    answer = async () => OK;
    open();
  });

  function open(overrides: Partial<DispatcherDeps> = {}, message: QueueMessage = {}): void {
    const retryConfig = { minBackoff: { seconds: 1 }, ...message.retryConfig };
    queue = new QueueState(NAME, readQueueConfig({ ...message, retryConfig }), clock.now());
    dispatcher = createDispatcher({
      clock,
      queues: () => [queue],
      send(attempt) {
        sent.push(shortName(attempt.task.name));
        return answer(attempt);
      },
      log: { warn: (event, fields) => log.push({ event, fields }) },
      startTimer(ms, ring) {
        const timer = { ms, ring };
        timers.push(timer);
        return () => timers.splice(timers.indexOf(timer), 1);
      },
      ...overrides,
    });
  }

  function add(id: string, inMs = 0): void {
    const task = readTask({ httpRequest: { url: 'http://w.test' } }, `${NAME}/tasks/${id}`, clock.now());
    task.scheduledAt += inMs;
    queue.add(task);
    dispatcher.wake();
  }

  /** Lets the time of the next timer come. */
  async function ringNext(): Promise<void> {
    const timer = timers.shift();
    clock.advance(timer?.ms ?? Number.NaN);
    timer?.ring();
    await nextTurn();
  }

  const waits = () => timers.map(({ ms }) => ms);

  test('sets no timer while there is nothing to do', () => {
    dispatcher.start();

    expect(timers).toEqual([]);
  });

  test('dispatches by itself at the very time something is due, on one timer', async () => {
    dispatcher.start();
    add('later', 60_000);
    add('sooner', 5000);

    expect(waits()).toEqual([5000]);
    await ringNext();
    expect(sent).toEqual(['sooner']);
    expect(waits()).toEqual([55_000]);
    await ringNext();
    expect(sent).toEqual(['sooner', 'later']);
    expect(timers).toEqual([]);
  });

  test('wakes for a retry', async () => {
    answer = async () => ({ status: 500, reason: 'failed' });
    dispatcher.start();
    add('t1');
    await ringNext();

    expect(waits()).toEqual([1000]);
    await ringNext();
    expect(sent).toEqual(['t1', 't1']);
  });

  test('wakes when the rate lets it go on', async () => {
    open({}, { rateLimits: { maxDispatchesPerSecond: 10 } });
    dispatcher.start();
    for (let n = 0; n < 11; n += 1) add(`t${n}`);
    await ringNext();

    expect(sent).toHaveLength(10);
    expect(waits()).toEqual([100]);
    await ringNext();
    expect(sent).toHaveLength(11);
  });

  test('wakes when an answer makes room', async () => {
    open({}, { rateLimits: { maxConcurrentDispatches: 1 } });
    const first = Promise.withResolvers<Answer>();
    answer = () => first.promise;
    dispatcher.start();
    add('t1');
    add('t2');
    await ringNext();
    expect(timers).toEqual([]);

    first.resolve(OK);
    await nextTurn();
    expect(waits()).toEqual([0]);
    await ringNext();
    expect(sent).toEqual(['t1', 't2']);
  });

  test('looks again when its timer rings before the time', async () => {
    dispatcher.start();
    add('t1', 5000);
    const timer = timers.shift();

    clock.advance(4999);
    timer?.ring();

    expect(sent).toEqual([]);
    expect(waits()).toEqual([1]);
  });

  test('takes several timers for what is further ahead than one can wait', async () => {
    dispatcher.start();
    add('t1', 2 ** 31 + 999);

    expect(waits()).toEqual([2 ** 31 - 1]);
    await ringNext();
    expect(waits()).toEqual([1000]);
    await ringNext();
    expect(sent).toEqual(['t1']);
  });

  test('begins nothing once it is stopped, and waits for what is under way', async () => {
    const held = Promise.withResolvers<Answer>();
    answer = () => held.promise;
    dispatcher.start();
    add('t1');
    await ringNext();
    add('t2');
    let isStopped = false;

    const stopping = dispatcher.stop().then(() => {
      isStopped = true;
    });
    await nextTurn();
    expect(timers).toEqual([]);
    expect(isStopped).toBe(false);
    held.resolve(OK);
    await stopping;

    expect(sent).toEqual(['t1']);
    expect(queue.tasks.size).toBe(1);
  });

  test('dispatches nothing while it is suspended, not even on demand, and what became due then afterwards', async () => {
    dispatcher.start();
    add('t1', 1000);
    dispatcher.suspend();
    add('t2');
    clock.advance(1000);

    expect(timers).toEqual([]);
    expect(await dispatcher.runDue()).toBe(0);
    dispatcher.resume();
    expect(waits()).toEqual([0]);
    await ringNext();
    expect(sent).toEqual(['t2', 't1']);
  });

  test('on demand dispatches what is due and what that makes due, and tells how many', async () => {
    open({}, { rateLimits: { maxConcurrentDispatches: 2 } });
    answer = async () => {
      if (sent.length === 1) add('more');
      await nextTurn();
      return OK;
    };
    for (const id of ['t1', 't2', 't3']) add(id);
    add('later', 1);

    expect(await dispatcher.runDue()).toBe(4);
    expect(sent.toSorted()).toEqual(['more', 't1', 't2', 't3']);
    expect(await dispatcher.runDue()).toBe(0);
    expect(timers).toEqual([]);
  });

  test('sends a task twice at the same time when it is told to, and the first answer counts', async () => {
    open({ doubleDispatch: () => true });
    const answers = [Promise.withResolvers<Answer>(), Promise.withResolvers<Answer>()];
    answer = () => (answers[sent.length - 1] as PromiseWithResolvers<Answer>).promise;
    add('t1');

    const running = dispatcher.runDue();
    expect(sent).toEqual(['t1', 't1']);
    answers[1]?.resolve(OK);
    answers[0]?.resolve({ status: 500, reason: 'failed' });
    await running;

    expect(queue.tasks.size).toBe(1);
    expect([...queue.tasks.values()][0]?.dispatchCount).toBe(1);
  });

  test('logs attempts without an answer and tasks that are given up, not their bodies', async () => {
    open({}, { retryConfig: { maxAttempts: 2 } });
    answer = async () => ({ status: undefined, reason: 'reset' });
    add('t1');

    await dispatcher.runDue();
    clock.advance(1000);
    await dispatcher.runDue();

    const fields = { queue: 'q', task: 't1', reason: 'reset' };
    expect(log).toEqual([
      { event: 'task.unanswered', fields },
      { event: 'task.given_up', fields },
    ]);
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import type { QueueMessage } from './messages.ts';
import { readQueueConfig } from './queue-config.ts';
import { QueueState } from './queue-state.ts';
import { readTask } from './read-task.ts';
import { shortName } from './resource-names.ts';
import type { Attempt, StoredTask } from './stored-task.ts';

const NAME = 'projects/p/locations/l/queues/q';
const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const OK = { status: 200, reason: 'fine' };
const FAILED = { status: 500, reason: 'failed' };

describe('a queue', () => {
  let now: number;
  let queue: QueueState;
  beforeEach(() => {
    now = 1_000_000;
    queue = open();
  });

  function open(message: QueueMessage = {}): QueueState {
    const retryConfig = { minBackoff: { seconds: 1 }, maxBackoff: { seconds: 8 }, ...message.retryConfig };
    return new QueueState(NAME, readQueueConfig({ ...message, retryConfig }), now);
  }

  function add(id: string, inMs = 0): StoredTask {
    const at = now + inMs;
    const scheduleTime = { seconds: Math.floor(at / 1000), nanos: (at % 1000) * 1e6 };
    const task = readTask(
      { httpRequest: { url: 'http://w.test' }, scheduleTime },
      `${NAME}/tasks/${id}`,
      now,
    );
    queue.add(task);
    return task;
  }

  function takeAll(): Attempt[] {
    const taken: Attempt[] = [];
    for (let attempt = queue.takeDue(now); attempt; attempt = queue.takeDue(now)) taken.push(attempt);
    return taken;
  }

  const ids = (attempts: Attempt[]) => attempts.map(({ task }) => shortName(task.name));

  test('gives out what is due, earliest first, each task once', () => {
    add('later', 300);
    add('latest', 500);
    add('now');

    expect(ids(takeAll())).toEqual(['now']);
    now += 299;
    expect(takeAll()).toEqual([]);
    now += 201;
    expect(ids(takeAll())).toEqual(['later', 'latest']);
  });

  test('tells when something will be due, and that nothing will', () => {
    expect(queue.nextAt(now)).toBe(Number.POSITIVE_INFINITY);
    add('later', 300);

    expect(queue.nextAt(now)).toBe(now + 300);
    expect(queue.nextAt(now + 400)).toBe(now + 400);
  });

  test('dispatches a burst, then no faster than its rate', () => {
    queue = open({ rateLimits: { maxDispatchesPerSecond: 10 } });
    for (let n = 0; n < 50; n += 1) add(`t${n}`);

    expect(takeAll()).toHaveLength(10);
    expect(queue.nextAt(now)).toBe(now + 100);
    now += 1000;
    expect(takeAll()).toHaveLength(10);
  });

  test('counts retries by the rate like first attempts', () => {
    queue = open({ rateLimits: { maxDispatchesPerSecond: 10 } });
    for (let n = 0; n < 10; n += 1) add(`t${n}`);
    for (const attempt of takeAll()) queue.settle(attempt, FAILED, now);

    now += 100;
    add('other');

    expect(ids(takeAll())).toEqual(['other']);
    now += 1000;
    expect(takeAll()).toHaveLength(10);
  });

  test('never has more under way than it may, and goes on as soon as one is answered', () => {
    queue = open({ rateLimits: { maxConcurrentDispatches: 3 } });
    for (let n = 0; n < 5; n += 1) add(`t${n}`);

    const [first] = takeAll();
    expect(takeAll()).toEqual([]);
    expect(queue.nextAt(now)).toBe(Number.POSITIVE_INFINITY);
    queue.settle(first as Attempt, OK, now);

    expect(ids(takeAll())).toEqual(['t3']);
  });

  test('is slowed as a whole by a 503, and set free again by and by', () => {
    queue = open({ rateLimits: { maxDispatchesPerSecond: 100 } });
    for (let n = 0; n < 500; n += 1) add(`t${n}`);
    const [first] = takeAll();
    queue.settle(first as Attempt, { status: 503, reason: 'overloaded' }, now);

    expect(queue.nextAt(now)).toBe(now + 20);
    now += 200;
    expect(takeAll()).toHaveLength(10);
    now += 10_000;
    takeAll();
    expect(queue.nextAt(now)).toBe(now + 10);
  });

  test('gives out nothing while it is paused, and takes tasks all the same', () => {
    queue.paused = true;
    add('t1');

    expect(takeAll()).toEqual([]);
    expect(queue.nextAt(now)).toBe(Number.POSITIVE_INFINITY);
    queue.paused = false;
    expect(ids(takeAll())).toEqual(['t1']);
  });

  test('repeats a failed task after waits that grow, and tells how often and why', () => {
    add('t1');
    const dispatches: object[] = [];
    const startedAt = now;

    for (; dispatches.length < 4; now += 500) {
      for (const attempt of takeAll()) {
        const { retryCount, executionCount, previous, scheduledAt } = attempt;
        const afterMs = now - startedAt;
        dispatches.push({ retryCount, executionCount, previous, afterMs });
        expect(scheduledAt).toBe(now);
        const status = [500, 404, undefined][retryCount];
        queue.settle(attempt, { status, reason: `reason ${retryCount}` }, now);
      }
    }

    expect(dispatches).toMatchObject([
      { retryCount: 0, executionCount: 0, previous: undefined, afterMs: 0 },
      { retryCount: 1, executionCount: 0, previous: { status: 500, reason: 'reason 0' }, afterMs: 1000 },
      { retryCount: 2, executionCount: 1, previous: { status: 404, reason: 'reason 1' }, afterMs: 3000 },
      { retryCount: 3, executionCount: 1, previous: { reason: 'reason 2' }, afterMs: 7000 },
    ]);
  });

  test('gives a task up after its attempts', () => {
    queue = open({ retryConfig: { maxAttempts: 2 } });
    const task = add('t1');

    expect(queue.settle(queue.begin(task, now), FAILED, now)).toBe('again');
    expect(queue.settle(queue.begin(task, now), FAILED, now)).toBe('given_up');
    expect(queue.tasks.size).toBe(0);
  });

  test('forgets a task that is 31 days old, dispatched or not', () => {
    queue.paused = true;
    add('old');
    now += 31 * DAY_MS;
    add('new');
    now += 1;
    queue.paused = false;

    expect(ids(takeAll())).toEqual(['new']);
    expect(queue.tasks.size).toBe(1);
  });

  test('does not give out what was deleted, or purged, before it was due', () => {
    queue.remove(add('deleted', 100), now);
    add('purged', 100);
    queue.purge(now);
    now += 100;

    expect(takeAll()).toEqual([]);
  });

  test('lets an attempt of a deleted task end without effect', () => {
    const task = add('t1');
    const attempt = queue.begin(task, now);
    queue.remove(task, now);

    expect(queue.settle(attempt, FAILED, now)).toBe('ignored');
    now += HOUR_MS;
    expect(takeAll()).toEqual([]);
  });

  describe('a task that is forced to run', () => {
    test('is not given out besides while it runs', () => {
      const task = add('t1');
      const forced = queue.begin(task, now);

      expect(takeAll()).toEqual([]);
      queue.settle(forced, OK, now);
      expect(takeAll()).toEqual([]);
    });

    test('waits out its retry when it fails, also past the time it had been due', () => {
      const task = add('t1', 500);
      queue.settle(queue.begin(task, now), FAILED, now);

      now += 500;
      expect(takeAll()).toEqual([]);
      now += 500;
      expect(ids(takeAll())).toEqual(['t1']);
    });

    test('may run although the queue is paused and full', () => {
      queue = open({ rateLimits: { maxConcurrentDispatches: 1 } });
      queue.paused = true;
      const task = add('t1');

      expect(queue.begin(task, now).retryCount).toBe(0);
      expect(queue.begin(task, now).retryCount).toBe(1);
    });
  });

  test('takes a name once, and again an hour after its task has ended', () => {
    const task = add('t1');
    expect(() => add('t1')).toThrow('There is a task of that name');
    queue.settle(queue.begin(task, now), OK, now);
    expect(() => add('t1')).toThrow('There was a task of that name');

    now += HOUR_MS - 1;
    expect(() => add('t1')).toThrow('There was a task of that name');
    now += 1;
    add('t1');
  });

  test('takes up new settings for the tasks it has', () => {
    queue = open({ rateLimits: { maxDispatchesPerSecond: 1 } });
    for (let n = 0; n < 100; n += 1) add(`t${n}`);
    takeAll();

    queue.configure(readQueueConfig({ rateLimits: { maxDispatchesPerSecond: 500 } }), now);

    expect(takeAll()).toHaveLength(90);
  });
});

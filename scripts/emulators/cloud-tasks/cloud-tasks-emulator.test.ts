import type { CloudTasksClient } from '@google-cloud/tasks';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Status } from 'google-gax';
import { systemClock } from '../../../functions/shared/adapters/system/system-clock.ts';
import { openTestCloudTasks, TEST_LOCATION, type TestCloudTasks } from './open-test-cloud-tasks.ts';
import { type CloudTasksEmulatorDeps, startCloudTasksEmulator } from './start-cloud-tasks-emulator.ts';

const QUEUE = `${TEST_LOCATION}/queues/q`;
const OTHER = `${TEST_LOCATION}/queues/other`;
const ABSENT = `${TEST_LOCATION}/queues/absent`;
const DAY_MS = 24 * 3_600_000;
const NO_RETRY = { retry: null, timeout: 5000 };
const ONE_PAGE = { autoPaginate: false };

let world: TestCloudTasks;
let client: CloudTasksClient;

async function open(overrides: Partial<CloudTasksEmulatorDeps> = {}): Promise<void> {
  world = await openTestCloudTasks({ queues: [{ name: QUEUE }, { name: OTHER }], ...overrides });
  client = world.client;
}

type Page = [{ name?: string | null }[], unknown, { nextPageToken?: string | null }];

/** The names on each page of a list. */
async function allPages(list: (pageToken: string) => Promise<Page>): Promise<unknown[][]> {
  const pages: unknown[][] = [];
  let pageToken: string | undefined = '';
  do {
    const [items, , response] = await list(pageToken);
    pages.push(items.map(({ name }) => name));
    pageToken = response.nextPageToken || undefined;
  } while (pageToken !== undefined);
  return pages;
}

beforeEach(() => open());
afterEach(() => world.close());

describe('queues of the Cloud Tasks emulator', () => {
  test('are there from the start when they are given, with what was left out filled in', async () => {
    const [queue] = await client.getQueue({ name: QUEUE });

    expect(queue).toMatchObject({
      name: QUEUE,
      state: 'RUNNING',
      rateLimits: { maxDispatchesPerSecond: 500, maxConcurrentDispatches: 1000, maxBurstSize: 100 },
      retryConfig: { maxAttempts: 100, maxDoublings: 16, minBackoff: { nanos: 100_000_000 } },
      purgeTime: null,
    });
  });

  test('are created, changed in part, and created by a change where there is none', async () => {
    const name = `${TEST_LOCATION}/queues/new`;
    const rateLimits = { maxDispatchesPerSecond: 5, maxConcurrentDispatches: 6 };
    await client.createQueue({ parent: TEST_LOCATION, queue: { name, rateLimits } });

    const [updated] = await client.updateQueue({
      queue: { name, rateLimits: { maxDispatchesPerSecond: 100 } },
      updateMask: { paths: ['rate_limits.max_dispatches_per_second'] },
    });
    const [created] = await client.updateQueue({ queue: { name: ABSENT, rateLimits } });

    expect(updated.rateLimits).toEqual({
      maxDispatchesPerSecond: 100,
      maxConcurrentDispatches: 6,
      maxBurstSize: 20,
    });
    expect(created.rateLimits).toMatchObject(rateLimits);
    expect((await client.getQueue({ name }))[0]).toEqual(updated);
  });

  test('are listed by location, in order and page by page', async () => {
    await client.createQueue({ parent: TEST_LOCATION, queue: { name: ABSENT } });
    const elsewhere = 'projects/demo-carvos/locations/us-east1';
    await client.createQueue({ parent: elsewhere, queue: { name: `${elsewhere}/queues/far` } });

    const pages = await allPages((pageToken) =>
      client.listQueues({ parent: TEST_LOCATION, pageSize: 2, pageToken }, ONE_PAGE),
    );

    expect(pages).toEqual([[ABSENT, OTHER], [QUEUE]]);
  });

  test('stop when they are paused and go on when they are resumed', async () => {
    const [paused] = await client.pauseQueue({ name: QUEUE });
    await world.createTask(QUEUE);
    await world.createTask(OTHER);

    expect(paused.state).toBe('PAUSED');
    expect(await world.emulator.runDue()).toBe(1);
    const [resumed] = await client.resumeQueue({ name: QUEUE });
    expect(resumed.state).toBe('RUNNING');
    expect(await world.emulator.runDue()).toBe(1);
  });

  test('lose their tasks when they are purged', async () => {
    await world.createTask(QUEUE);
    await world.createTask(OTHER);

    const [{ purgeTime }] = await client.purgeQueue({ name: QUEUE });

    expect(Number(purgeTime?.seconds) * 1000).toBe(world.clock.now());
    expect(await world.emulator.runDue()).toBe(1);
  });

  test('are gone with their tasks when they are deleted, and their name is not free for 7 days', async () => {
    await world.createTask(QUEUE);
    await client.deleteQueue({ name: QUEUE });
    const create = () => client.createQueue({ parent: TEST_LOCATION, queue: { name: QUEUE } });

    expect(await world.emulator.runDue()).toBe(0);
    await expect(client.getQueue({ name: QUEUE })).rejects.toMatchObject({ code: Status.NOT_FOUND });
    world.clock.advance(7 * DAY_MS - 1);
    await expect(create()).rejects.toMatchObject({ code: Status.FAILED_PRECONDITION });
    await expect(client.updateQueue({ queue: { name: QUEUE } })).rejects.toMatchObject({
      code: Status.FAILED_PRECONDITION,
    });
    world.clock.advance(1);
    await create();
  });
});

describe('tasks of the Cloud Tasks emulator', () => {
  test('get a name of their own in their queue', async () => {
    const names = [await world.createTask(QUEUE), await world.createTask(QUEUE)];

    for (const name of names) expect(name).toMatch(new RegExp(`^${QUEUE}/tasks/[0-9]+$`));
    expect(new Set(names).size).toBe(2);
  });

  test('are told of without their body, unless all of it is asked for', async () => {
    const name = await world.createTask(QUEUE, { httpRequest: { body: Buffer.from('secret') } });

    const [basic] = await client.getTask({ name });
    const [full] = await client.getTask({ name, responseView: 'FULL' });

    expect(basic).toMatchObject({
      view: 'BASIC',
      httpRequest: { httpMethod: 'POST', body: Buffer.alloc(0) },
    });
    expect(full).toMatchObject({ view: 'FULL', httpRequest: { body: Buffer.from('secret') } });
  });

  test('are listed page by page', async () => {
    const names = await Promise.all(Array.from({ length: 5 }, () => world.createTask(QUEUE)));
    await world.createTask(OTHER);

    const pages = await allPages((pageToken) =>
      client.listTasks({ parent: QUEUE, pageSize: 2, pageToken }, ONE_PAGE),
    );

    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(names.toSorted());
  });

  test('are not dispatched any more once they are deleted', async () => {
    const name = await world.createTask(QUEUE);

    await client.deleteTask({ name });

    expect(await world.emulator.runDue()).toBe(0);
    await expect(client.getTask({ name })).rejects.toMatchObject({ code: Status.NOT_FOUND });
    await expect(client.deleteTask({ name })).rejects.toMatchObject({ code: Status.NOT_FOUND });
  });

  test('run when they are told to, although they are not due and the queue is paused', async () => {
    await client.pauseQueue({ name: QUEUE });
    const inAnHour = { seconds: world.clock.now() / 1000 + 3600 };
    const name = await world.createTask(QUEUE, { scheduleTime: inAnHour });

    const [task] = await client.runTask({ name });
    await world.emulator.runDue();

    expect(task.dispatchCount).toBe(1);
    expect(world.worker.received).toHaveLength(1);
    await expect(client.runTask({ name })).rejects.toMatchObject({ code: Status.NOT_FOUND });
  });

  test('tell of their attempts', async () => {
    world.worker.answer = async () => 503;
    const name = await world.createTask(QUEUE);
    await world.emulator.runDue();

    const [task] = await client.getTask({ name });

    const dispatchTime = { seconds: String(world.clock.now() / 1000), nanos: 0 };
    expect(task).toMatchObject({
      dispatchCount: 1,
      responseCount: 1,
      firstAttempt: { dispatchTime },
      lastAttempt: {
        dispatchTime,
        responseTime: dispatchTime,
        responseStatus: { code: Status.UNAVAILABLE, message: 'HTTP status code 503' },
      },
    });
  });

  test('with a name are refused while it is taken, and for an hour after they have ended', async () => {
    const name = `${QUEUE}/tasks/mine`;
    const create = () => world.createTask(QUEUE, { name });
    await create();

    await expect(create()).rejects.toMatchObject({ code: Status.ALREADY_EXISTS });
    await world.emulator.runDue();
    world.clock.advance(3_599_999);
    await expect(create()).rejects.toMatchObject({ code: Status.ALREADY_EXISTS });
    world.clock.advance(1);
    expect(await create()).toBe(name);
  });
});

describe('the Cloud Tasks emulator refuses', () => {
  const parent = TEST_LOCATION;

  test.each<[string, keyof typeof Status, () => Promise<unknown>]>([
    ['a queue that is not there', 'NOT_FOUND', () => client.getQueue({ name: ABSENT })],
    ['a task for a queue that is not there', 'NOT_FOUND', () => world.createTask(ABSENT)],
    ['a task that is not there', 'NOT_FOUND', () => client.getTask({ name: `${QUEUE}/tasks/absent` })],
    ['a queue twice', 'ALREADY_EXISTS', () => client.createQueue({ parent, queue: { name: QUEUE } })],
    ['a malformed location', 'INVALID_ARGUMENT', () => client.listQueues({ parent: 'projects/p' })],
    ['a malformed queue', 'INVALID_ARGUMENT', () => client.getQueue({ name: `${QUEUE}_1` })],
    ['a queue name of 101', 'INVALID_ARGUMENT', () => client.getQueue({ name: QUEUE + 'q'.repeat(100) })],
    ['a malformed task', 'INVALID_ARGUMENT', () => client.getTask({ name: `${QUEUE}/tasks/a.b` })],
    [
      'a task of another queue',
      'INVALID_ARGUMENT',
      () => world.createTask(QUEUE, { name: `${OTHER}/tasks/t` }),
    ],
    ['a negative page size', 'INVALID_ARGUMENT', () => client.listQueues({ parent, pageSize: -1 }, ONE_PAGE)],
    [
      'a queue elsewhere',
      'INVALID_ARGUMENT',
      () => client.createQueue({ parent: 'projects/p/locations/l', queue: { name: ABSENT } }),
    ],
    [
      'settings beyond the limits',
      'INVALID_ARGUMENT',
      () =>
        client.createQueue({ parent, queue: { name: ABSENT, rateLimits: { maxDispatchesPerSecond: 501 } } }),
    ],
    [
      'a task beyond the limits',
      'INVALID_ARGUMENT',
      () => world.createTask(QUEUE, { dispatchDeadline: { seconds: 1 } }),
    ],
    ['filters', 'UNIMPLEMENTED', () => client.listQueues({ parent, filter: 'state: PAUSED' })],
    ['policies', 'UNIMPLEMENTED', () => client.getIamPolicy({ resource: QUEUE })],
  ])('%s with %s', async (...[, code, call]) => {
    await expect(call()).rejects.toMatchObject({ code: Status[code] });
  });
});

describe('the Cloud Tasks emulator', () => {
  test('listens on 127.0.0.1 only', () => {
    expect(world.emulator.address).toMatch(/^127\.0\.0\.1:[0-9]+$/);
  });

  test('does not start on a port that is taken', async () => {
    const port = Number(world.emulator.address.split(':')[1]);
    // The server writes there as well as refusing.
    const quiet = jest.spyOn(console, 'error').mockImplementation(() => {});

    const starting = startCloudTasksEmulator({ clock: world.clock, idToken: async () => '', port });

    await expect(starting).rejects.toThrow('EADDRINUSE');
    quiet.mockRestore();
  });

  test('dispatches by itself once it is started, at once and when something falls due', async () => {
    await world.close();
    await open({ clock: systemClock });
    const came = { now: Promise.withResolvers<number>(), later: Promise.withResolvers<number>() };
    world.worker.answer = async ({ path }) => {
      came[path.slice(1) as 'now' | 'later'].resolve(systemClock.now());
      return 200;
    };
    const dueAt = systemClock.now() + 30;
    const scheduleTime = { seconds: Math.floor(dueAt / 1000), nanos: (dueAt % 1000) * 1e6 };
    const task = (path: string) => ({ httpRequest: { url: `${world.worker.url}/${path}` } });

    world.emulator.start();
    await world.createTask(QUEUE, { ...task('later'), scheduleTime });
    await world.createTask(QUEUE, task('now'));

    await came.now.promise;
    expect(await came.later.promise).toBeGreaterThanOrEqual(dueAt);
  });

  test('goes on by itself when a queue is resumed', async () => {
    await client.pauseQueue({ name: QUEUE });
    await world.createTask(QUEUE);
    const came = Promise.withResolvers<void>();
    world.worker.answer = async () => {
      came.resolve();
      return 200;
    };
    world.emulator.start();

    await client.resumeQueue({ name: QUEUE });

    await came.promise;
  });

  test('answers no call and dispatches nothing while it is suspended, and has lost nothing afterwards', async () => {
    await world.createTask(QUEUE);
    const late = world.newClient();

    world.emulator.suspend();
    await expect(late.getQueue({ name: QUEUE }, NO_RETRY)).rejects.toMatchObject({
      code: Status.UNAVAILABLE,
    });
    expect(await world.emulator.runDue()).toBe(0);
    world.emulator.suspend('silence');
    await expect(late.getQueue({ name: QUEUE }, { ...NO_RETRY, timeout: 50 })).rejects.toMatchObject({
      code: Status.DEADLINE_EXCEEDED,
    });
    world.emulator.resume();

    await late.getQueue({ name: QUEUE }, NO_RETRY);
    expect(await world.emulator.runDue()).toBe(1);
  });

  test('sends a task twice, and its token without a signature, where it is asked to', async () => {
    await world.close();
    await open({ doubleDispatch: () => true, stripSignature: true });
    await world.createTask(QUEUE, { httpRequest: { oidcToken: { serviceAccountEmail: 'a@b.test' } } });

    expect(await world.emulator.runDue()).toBe(1);

    const authorization = 'Bearer header.payload.SIGNATURE_REMOVED_BY_GOOGLE';
    expect(world.worker.received).toMatchObject([
      { headers: { authorization } },
      { headers: { authorization } },
    ]);
  });

  test('can lose the answer to a call that took effect', async () => {
    world.emulator.loseAnswers(1);

    await expect(world.createTask(QUEUE)).rejects.toMatchObject({ code: Status.UNAVAILABLE });
    await world.createTask(QUEUE);

    expect(await world.emulator.runDue()).toBe(2);
  });

  test('ends at once, whatever is under way', async () => {
    const came = Promise.withResolvers<void>();
    world.worker.answer = () => {
      came.resolve();
      return new Promise(() => {});
    };
    await world.createTask(QUEUE);
    const running = world.emulator.runDue();
    await came.promise;

    await world.emulator.stop();
    await running;

    await expect(client.getQueue({ name: QUEUE }, NO_RETRY)).rejects.toMatchObject({
      code: Status.UNAVAILABLE,
    });
  });
});

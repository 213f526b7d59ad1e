import { CloudTasksClient } from '@google-cloud/tasks';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { GoogleAuth } from 'google-auth-library';
import { Status } from 'google-gax';
import {
  openTestCloudTasks,
  TEST_LOCATION,
  TEST_PLACE,
  type TestCloudTasks,
} from '../../../../scripts/emulators/cloud-tasks/open-test-cloud-tasks.ts';
import { queueMessages } from '../../../../scripts/emulators/cloud-tasks/queue-messages.ts';
import { physicalQueueOf, physicalQueues } from '../../core/queues.ts';
import { deliverTask, describeTaskQueueContract, processTask } from '../../ports/task-queue.contract.ts';
import type { TaskQueue } from '../../ports/task-queue.ts';
import { clientOptions } from './client-options.ts';
import { type CloudTaskQueueDeps, createCloudTaskQueue } from './cloud-task-queue.ts';

const EMAIL = 'tasks@demo-carvos.iam.gserviceaccount.com';

function openQueue(world: TestCloudTasks, overrides: Partial<CloudTaskQueueDeps> = {}): TaskQueue {
  const { url } = world.worker;
  return createCloudTaskQueue({
    client: world.client,
    ...TEST_PLACE,
    workerUrls: { process: `${url}/process`, deliver: `${url}/deliver` },
    serviceAccountEmail: EMAIL,
    ...overrides,
  });
}

describeTaskQueueContract('the queue of Cloud Tasks', async () => {
  const world = await openTestCloudTasks({ queues: queueMessages(TEST_PLACE) });
  let queue = openQueue(world);
  return {
    clock: world.clock,
    get queue() {
      return queue;
    },
    runDue(work) {
      world.worker.answer = ({ headers, body }) =>
        work({
          queue: String(headers['x-cloudtasks-queuename']),
          body,
          retryCount: Number(headers['x-cloudtasks-taskretrycount']),
        });
      return world.emulator.runDue();
    },
    async restart() {
      await world.client.close();
      queue = openQueue(world, { client: world.newClient() });
    },
    close: world.close,
  };
});

describe('the queue of Cloud Tasks', () => {
  let world: TestCloudTasks;
  beforeEach(async () => {
    world = await openTestCloudTasks({
      idToken: async ({ email, audience }) => `token.${email}.${audience}`,
      queues: [...queueMessages(TEST_PLACE), ...queueMessages({ ...TEST_PLACE, queuePrefix: 'test-' })],
    });
  });
  afterEach(() => world.close());

  /** The tasks of a queue as the service has them. */
  async function tasksOf(physicalName: string) {
    const parent = `${TEST_LOCATION}/queues/${physicalName}`;
    const [tasks] = await world.client.listTasks({ parent, responseView: 'FULL' });
    return tasks;
  }

  const enqueue = (queue: TaskQueue) => queue.enqueue({ queue: 'process', task: processTask('r1') });

  test('creates an unnamed HTTP task with ids only, a deadline, a due time and a token for its worker', async () => {
    const dueAt = world.clock.now() + 60_123;
    const task = deliverTask('d1');

    await openQueue(world).enqueue({ queue: 'deliver-1m', task, dueAt });

    const url = `${world.worker.url}/deliver`;
    expect(await tasksOf(physicalQueueOf('deliver-1m', deliverTask('d1')))).toMatchObject([
      {
        name: expect.stringMatching(/\/tasks\/[0-9]+$/),
        httpRequest: {
          url,
          httpMethod: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: Buffer.from(JSON.stringify(task)),
          oidcToken: { serviceAccountEmail: EMAIL, audience: url },
        },
        dispatchDeadline: { seconds: '30', nanos: 0 },
        scheduleTime: { seconds: String(Math.floor(dueAt / 1000)), nanos: 123_000_000 },
      },
    ]);
  });

  test('calls the worker of the queue, as the account, with its URL as the audience', async () => {
    const queue = openQueue(world);
    await queue.enqueue({ queue: 'process', task: processTask('r1') });
    await queue.enqueue({ queue: 'deliver-slow', task: deliverTask('d1') });

    await world.emulator.runDue();

    const { url } = world.worker;
    const came = world.worker.received.map(({ method, path, headers, body }) => ({
      call: `${method} ${path}`,
      authorization: headers.authorization,
      type: headers['content-type'],
      task: JSON.parse(String(body)),
    }));
    expect(came).toHaveLength(2);
    expect(came).toContainEqual({
      call: 'POST /process',
      authorization: `Bearer token.${EMAIL}.${url}/process`,
      type: 'application/json',
      task: processTask('r1'),
    });
    expect(came).toContainEqual({
      call: 'POST /deliver',
      authorization: `Bearer token.${EMAIL}.${url}/deliver`,
      type: 'application/json',
      task: deliverTask('d1'),
    });
  });

  test('puts its prefix before the name of the queue', async () => {
    await enqueue(openQueue(world, { queuePrefix: 'test-' }));

    expect(await tasksOf(`test-${physicalQueueOf('process', processTask('r1'))}`)).toHaveLength(1);
    expect(await tasksOf(physicalQueueOf('process', processTask('r1')))).toHaveLength(0);
  });

  test('never makes a task due before its time, whatever the fraction', async () => {
    const dueAt = world.clock.now() + 0.2;

    await openQueue(world).enqueue({ queue: 'process', task: processTask('r1'), dueAt });

    const [task] = await tasksOf(physicalQueueOf('process', processTask('r1')));
    expect(task?.scheduleTime?.nanos).toBe(1_000_000);
  });

  test('creates the task again when the answer is lost, rather than not at all', async () => {
    world.emulator.loseAnswers(1);

    await enqueue(openQueue(world));

    expect(await tasksOf(physicalQueueOf('process', processTask('r1')))).toHaveLength(2);
  });

  test('tells at once when the service refuses', async () => {
    const tooFar = world.clock.now() + 31 * 24 * 3_600_000;
    const queue = openQueue(world);
    const elsewhere = openQueue(world, { queuePrefix: 'absent-' });

    await expect(
      queue.enqueue({ queue: 'process', task: processTask('r1'), dueAt: tooFar }),
    ).rejects.toMatchObject({ code: Status.INVALID_ARGUMENT });
    await expect(enqueue(elsewhere)).rejects.toMatchObject({ code: Status.NOT_FOUND });
    await expect(elsewhere.ping()).rejects.toMatchObject({ code: Status.NOT_FOUND });
  });

  test('answers a ping', async () => {
    await openQueue(world).ping();
  });

  describe.each<[string, (queue: TaskQueue) => Promise<void>]>([
    ['enqueue', enqueue],
    ['ping', (queue) => queue.ping()],
  ])('%s never hangs', (_, call) => {
    const limits = { enqueueTimeoutMs: 600, pingTimeoutMs: 600 };

    test('while the service is unavailable, and works again afterwards', async () => {
      const queue = openQueue(world, limits);
      world.emulator.suspend('refuse');
      const { code } = await call(queue).then(
        () => ({ code: Status.OK }),
        (error) => error,
      );
      // The last try may have too little time left for its answer.
      expect([Status.UNAVAILABLE, Status.DEADLINE_EXCEEDED]).toContain(code);

      world.emulator.resume();
      await call(queue);
    });

    test('while the service is silent, and works again afterwards', async () => {
      const queue = openQueue(world, limits);
      world.emulator.suspend('silence');
      await expect(call(queue)).rejects.toMatchObject({ code: Status.DEADLINE_EXCEEDED });

      world.emulator.resume();
      await call(queue);
    });

    test('while there is nobody to ask for credentials', async () => {
      const auth = { getUniverseDomain: () => new Promise(() => {}) } as unknown as GoogleAuth;
      const client = new CloudTasksClient({ ...clientOptions(world.emulator.address), auth });

      await expect(call(openQueue(world, { ...limits, client }))).rejects.toThrow('no answer within 600 ms');
    });
  });

  test('knows a URL for every queue there is', async () => {
    const queue = openQueue(world);
    const names = new Set(physicalQueues().map((physical) => physical.queue));

    for (const name of names) await queue.enqueue({ queue: name, task: deliverTask('d1') });

    expect(await world.emulator.runDue()).toBe(names.size);
  });
});

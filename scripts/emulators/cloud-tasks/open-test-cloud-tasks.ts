import { CloudTasksClient } from '@google-cloud/tasks';
import { clientOptions } from '../../../functions/shared/adapters/gcp/client-options.ts';
import { TestClock } from '../../../tests/support/test-clock.ts';
import type { TaskMessage } from './messages.ts';
import {
  type CloudTasksEmulator,
  type CloudTasksEmulatorDeps,
  startCloudTasksEmulator,
} from './start-cloud-tasks-emulator.ts';
import { startTestWorker, type TestWorker } from './start-test-worker.ts';

export const TEST_PLACE = { projectId: 'demo-carvos', location: 'europe-west1' } as const;
export const TEST_LOCATION = 'projects/demo-carvos/locations/europe-west1';

export interface TestCloudTasks {
  clock: TestClock;
  emulator: CloudTasksEmulator;
  client: CloudTasksClient;
  worker: TestWorker;
  /** Another client of the same emulator, as another process has it. */
  newClient(): CloudTasksClient;
  /** Creates an HTTP task for the worker; answers its name. */
  createTask(queue: string, task?: TaskMessage): Promise<string>;
  close(): Promise<void>;
}

/** For tests: the emulator, Google's own client on it, and a worker that takes the tasks. */
export async function openTestCloudTasks(
  overrides: Partial<CloudTasksEmulatorDeps> = {},
): Promise<TestCloudTasks> {
  const clock = new TestClock();
  const worker = await startTestWorker();
  const idToken = async () => 'header.payload.signature';
  const emulator = await startCloudTasksEmulator({ clock, idToken, ...overrides });
  const clients: CloudTasksClient[] = [];
  const newClient = () => {
    const client = new CloudTasksClient(clientOptions(emulator.address));
    clients.push(client);
    return client;
  };
  const client = newClient();
  return {
    clock,
    emulator,
    client,
    worker,
    newClient,
    async createTask(queue, { httpRequest, ...task } = {}) {
      const whole = { ...task, httpRequest: { url: `${worker.url}/work`, ...httpRequest } };
      const [{ name }] = await client.createTask({ parent: queue, task: whole });
      return name ?? '';
    },
    async close() {
      await Promise.all(clients.map((each) => each.close()));
      await emulator.stop();
      await worker.close();
    },
  };
}

import type { CloudTasksClient, protos } from '@google-cloud/tasks';
import { Status } from 'google-gax';
import {
  DISPATCH_DEADLINE_MS,
  physicalQueueOf,
  physicalQueues,
  QUEUES,
  type WorkerName,
} from '../../core/queues.ts';
import type { NewTask, TaskQueue } from '../../ports/task-queue.ts';
import { type CallPolicy, callWithRetries } from './call-with-retries.ts';

export interface CloudTaskQueueDeps {
  client: CloudTasksClient;
  projectId: string;
  /** Where the queues are, such as `europe-west1`. */
  location: string;
  /** The URL of each worker function, which is also the audience of the tokens it is sent. */
  workerUrls: Readonly<Record<WorkerName, string>>;
  /** The account the workers see as their caller. Whoever creates tasks needs `iam.serviceAccounts.actAs` on it. */
  serviceAccountEmail: string;
  /** Stands before the name of each queue, so that several deployments can share a project. */
  queuePrefix?: string;
  /** What `enqueue` may take, repetitions included. */
  enqueueTimeoutMs?: number;
  pingTimeoutMs?: number;
}

const ENQUEUE_TIMEOUT_MS = 10_000;
const PING_TIMEOUT_MS = 3000;

/**
 * Cloud Tasks. `enqueue` is one call and ends after 10 s at most; what it throws is the client's own error, whose `code` is
 * gRPC's. A call that is not answered is repeated meanwhile, and may then make its task twice. A `dueAt` over 30 days ahead is
 * refused by Cloud Tasks as INVALID_ARGUMENT; the longest wait there is here is that of the last rung.
 */
export function createCloudTaskQueue(deps: CloudTaskQueueDeps): TaskQueue {
  const { client, projectId, location, queuePrefix = '' } = deps;
  const { enqueueTimeoutMs = ENQUEUE_TIMEOUT_MS, pingTimeoutMs = PING_TIMEOUT_MS } = deps;
  const queuePath = (physicalName: string) =>
    client.queuePath(projectId, location, `${queuePrefix}${physicalName}`);
  const pinged = queuePath(physicalQueues()[0]?.name ?? '');

  return {
    async enqueue(newTask) {
      const parent = queuePath(physicalQueueOf(newTask.queue, newTask.task));
      const request = { parent, task: taskMessage(deps, newTask) };
      await callWithRetries(policyFor(enqueueTimeoutMs), (options) => client.createTask(request, options));
    },
    async ping() {
      await callWithRetries(policyFor(pingTimeoutMs), (options) =>
        client.getQueue({ name: pinged }, options),
      );
    },
  };
}

/** Unnamed: names make the creation slower, and no promise of theirs is relied on. */
function taskMessage(
  { workerUrls, serviceAccountEmail }: CloudTaskQueueDeps,
  { queue, task, dueAt }: NewTask,
): protos.google.cloud.tasks.v2.ITask {
  const url = workerUrls[QUEUES[queue].worker];
  return {
    httpRequest: {
      httpMethod: 'POST',
      url,
      headers: { 'Content-Type': 'application/json' },
      body: Buffer.from(JSON.stringify(task)),
      oidcToken: { serviceAccountEmail, audience: url },
    },
    dispatchDeadline: { seconds: DISPATCH_DEADLINE_MS / 1000 },
    ...(dueAt === undefined ? {} : { scheduleTime: timestamp(dueAt) }),
  };
}

/** Rounded up to the ms, as a task must not come early. */
function timestamp(ms: number): { seconds: number; nanos: number } {
  const whole = Math.ceil(ms);
  const seconds = Math.floor(whole / 1000);
  return { seconds, nanos: (whole - seconds * 1000) * 1_000_000 };
}

/** Less than the whole for one try, so that a silent one leaves time for another. */
function policyFor(deadlineMs: number): CallPolicy {
  return {
    service: 'Cloud Tasks',
    retryCodes: [Status.UNAVAILABLE, Status.DEADLINE_EXCEEDED],
    deadlineMs,
    tryTimeoutMs: deadlineMs * 0.3,
  };
}

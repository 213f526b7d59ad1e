import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../functions/shared/ports/clock.ts';
import type { Logger } from '../../../functions/shared/ports/logger.ts';
import { createCloudTasksService } from './cloud-tasks-service.ts';
import { createDispatcher } from './create-dispatcher.ts';
import { createHttpDispatch, type HttpDispatchDeps } from './http-dispatch.ts';
import type { QueueMessage } from './messages.ts';
import { createOutage, type OutageKind } from './outage.ts';
import { createQueueTable } from './queue-table.ts';
import { serveGrpc } from './serve-grpc.ts';

export interface CloudTasksEmulatorDeps extends HttpDispatchDeps {
  clock: Clock;
  log?: Pick<Logger, 'warn'>;
  /** A free one when left out. */
  port?: number;
  /** Queues that exist from the start. */
  queues?: readonly QueueMessage[];
  /** Asked before each dispatch: whether this one is sent twice at the same time. Never when left out. */
  doubleDispatch?: () => boolean;
}

export interface CloudTasksEmulator {
  /** Where it speaks gRPC: `127.0.0.1:port`. */
  readonly address: string;
  /** Begins to dispatch by itself, as tasks fall due. Tests leave this out and call `runDue`. */
  start(): void;
  /** Dispatches what is due and within the limits, and what that makes due, until nothing is; tells how many dispatches. */
  runDue(): Promise<number>;
  /** Calls are refused as UNAVAILABLE, or not answered at all, and nothing is dispatched, until `resume`. */
  suspend(kind?: OutageKind): void;
  resume(): void;
  /** The next `count` calls take effect, but are answered UNAVAILABLE, as when an answer is lost on the way. */
  loseAnswers(count: number): void;
  /** Ends calls and dispatches under way. The tasks are in memory only and go with it. */
  stop(): Promise<void>;
}

/**
 * Cloud Tasks on this machine: the v2 gRPC API and the HTTP dispatch of its tasks, with its limits, retries and refusals. What
 * Google does not publish is filled in: the burst of a rate, and by how much a target that answers 429 or 503 slows its
 * queue. Not done: `Retry-After`, redirects, the slow ramp-up of a new queue, and everything that has to do with permissions.
 */
export async function startCloudTasksEmulator(deps: CloudTasksEmulatorDeps): Promise<CloudTasksEmulator> {
  const { clock, port = 0 } = deps;
  const queues = createQueueTable(clock);
  for (const queue of deps.queues ?? []) queues.create(queue);
  const http = createHttpDispatch(deps);
  const allQueues = () => queues.byName.values();
  const { send } = http;
  const dispatcher = createDispatcher({ ...deps, queues: allQueues, send });
  const outage = createOutage();
  const { wake, dispatch } = dispatcher;
  const service = createCloudTasksService({ clock, queues, newTaskId, wake, dispatch });
  const { address, close } = await serveGrpc(service, outage, port);

  return {
    address,
    start: dispatcher.start,
    runDue: dispatcher.runDue,
    suspend(kind = 'refuse') {
      outage.begin(kind);
      dispatcher.suspend();
    },
    resume() {
      outage.end();
      dispatcher.resume();
    },
    loseAnswers: outage.loseAnswers,
    async stop() {
      const idle = dispatcher.stop();
      close();
      http.close();
      await idle;
    },
  };
}

/** Long numbers, like those of Cloud Tasks. */
function newTaskId(): string {
  return randomBytes(8).readBigUInt64BE().toString();
}

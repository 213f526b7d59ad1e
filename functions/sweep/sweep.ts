import type { AcceptedEvent } from '../shared/core/accepted-event.ts';
import type { Delivery } from '../shared/core/delivery/delivery.ts';
import type { EndpointHealth } from '../shared/core/delivery/endpoint-health.ts';
import { SECOND_MS } from '../shared/core/duration.ts';
import { type Leasable, SWEEP_GRACE_MS, sweepFields } from '../shared/core/lease.ts';
import { paths } from '../shared/core/paths.ts';
import { SLOW_QUEUES } from '../shared/core/queues.ts';
import { SWEEP_SHARDS } from '../shared/core/shard.ts';
import { deliveryTask } from '../shared/flows/enqueue-delivery.ts';
import { updateOwn } from '../shared/flows/update-own.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Ids } from '../shared/ports/ids.ts';
import type { Logger } from '../shared/ports/logger.ts';
import type { Store, StoredDocument } from '../shared/ports/store.ts';
import type { NewTask, TaskQueue } from '../shared/ports/task-queue.ts';

export interface SweepDeps {
  store: Store;
  queue: TaskQueue;
  clock: Clock;
  ids: Ids;
  log: Logger;
}

const PAGE = 100;

/** Tasks of a collection that a run makes due in a second, so that a long backlog does not come before what is new all at once. */
const TASKS_PER_SECOND = 100;

/** A run ends before the next one begins; what is left over is the next one's. */
const MAX_RUN_MS = 45 * SECOND_MS;

export interface SweepCounts {
  events: number;
  deliveries: number;
  /** Documents, or pages of them, that could not be seen to; the next run finds them again. */
  failed: number;
}

/**
 * Re-queues what should have moved and has not, because its task was lost or never made. Each document is taken by pushing its
 * `sweepAt` away, ever further, on condition that nothing else has touched it: so a backlog that is merely queued is
 * not multiplied, and two sweeps at once do not both take it. A task too many does no harm. Of very many the tasks fall due a hundred a
 * second. What fails does not keep the rest from being seen to. Each run ends with the line `sweep.finished`, also where it found
 * nothing: monitoring pages somebody when the line stays away, and when what it found had been due for too long.
 */
export async function sweep(deps: SweepDeps): Promise<SweepCounts> {
  const startedAt = deps.clock.now();
  const [deliveries, events] = await Promise.all([
    sweepCollection<Delivery>(deps, 'deliveries', deliverTasks),
    sweepCollection<AcceptedEvent>(deps, 'events', async () => processTask),
  ]);
  const counts = {
    events: events.requeued,
    deliveries: deliveries.requeued,
    failed: events.failed + deliveries.failed,
  };
  if (counts.events + counts.deliveries > 0) deps.log.warn('sweep.requeued', counts);
  deps.log.info('sweep.finished', {
    ...counts,
    eventOverdueSecondsMax: toSeconds(events.overdueMsMax),
    deliveryOverdueSecondsMax: toSeconds(deliveries.overdueMsMax),
    slowDeliveryOverdueSecondsMax: toSeconds(deliveries.slowOverdueMsMax),
    durationMs: deps.clock.now() - startedAt,
  });
  return counts;
}

function toSeconds(ms: number): number {
  return Math.floor(ms / SECOND_MS);
}

interface Swept {
  requeued: number;
  failed: number;
  /** How long past its due time the oldest document was that this run found; 0 where it found none. */
  overdueMsMax: number;
  /** The same of what waits for a slow endpoint, whose few places it is overdue for by design. */
  slowOverdueMsMax: number;
}

async function sweepCollection<T extends Leasable>(
  deps: SweepDeps,
  collection: string,
  tasksFor: (deps: SweepDeps, found: readonly StoredDocument<T>[]) => Promise<(data: T) => NewTask>,
): Promise<Swept> {
  const startedAt = deps.clock.now();
  const until = startedAt + MAX_RUN_MS;
  const total: Swept = { requeued: 0, failed: 0, overdueMsMax: 0, slowOverdueMsMax: 0 };
  let made = 0;
  const spread = (task: NewTask): NewTask => {
    const second = Math.floor(made / TASKS_PER_SECOND);
    made += 1;
    if (second === 0) return task;
    return { ...task, dueAt: Math.max(task.dueAt ?? 0, startedAt + second * SECOND_MS) };
  };
  const noteOverdue = ({ dueAt }: T, { queue }: NewTask) => {
    const which = queue === SLOW_QUEUES.deliver ? 'slowOverdueMsMax' : 'overdueMsMax';
    total[which] = Math.max(total[which], deps.clock.now() - dueAt);
  };
  const sweepShard = async (shard: number) => {
    while (deps.clock.now() < until) {
      const atMost = { field: 'sweepAt', max: deps.clock.now() };
      const found = await deps.store.query<T>({ collection, equals: { shard }, atMost, limit: PAGE });
      if (found.length === 0) return;
      const taskOf = await tasksFor(deps, found);
      const results = await Promise.allSettled(
        found.map((doc) => {
          const task = taskOf(doc.data);
          noteOverdue(doc.data, task);
          return requeue(deps, doc, spread(task));
        }),
      );
      results.forEach(count);
      if (found.length < PAGE) return;
    }
  };
  const count = (result: PromiseSettledResult<boolean>) => {
    if (result.status === 'fulfilled') {
      total.requeued += Number(result.value);
    } else {
      total.failed += 1;
      deps.log.error('sweep.failed', { collection, error: result.reason as Error });
    }
  };
  const shards = Array.from({ length: SWEEP_SHARDS }, (_, shard) => sweepShard(shard));
  for (const result of await Promise.allSettled(shards)) {
    if (result.status === 'rejected') count(result);
  }
  return total;
}

async function requeue<T extends Leasable>(
  { store, queue, clock, ids }: SweepDeps,
  doc: StoredDocument<T>,
  task: NewTask,
): Promise<boolean> {
  const fields = sweepFields(doc.data, ids.uniqueId(), clock.now());
  // The task may fall due some time from now, and has its time from then on.
  const set = { ...fields, sweepAt: Math.max(fields.sweepAt, (task.dueAt ?? 0) + SWEEP_GRACE_MS) };
  const isOwn = (now: T) => now.sweepId === set.sweepId;
  const taken = await updateOwn(store, doc, { set: set as Partial<T> }, isOwn);
  if (taken === undefined) return false;
  try {
    await queue.enqueue(task);
  } catch (error) {
    // No task was made, so this look does not count: the next one is not to be any later for it.
    const back = { sweepAt: clock.now() + SWEEP_GRACE_MS, sweeps: doc.data.sweeps };
    await updateOwn(store, { path: doc.path, version: taken }, { set: back as Partial<T> }, () => true).catch(
      () => {},
    );
    throw error;
  }
  return true;
}

/** What waits for an unhealthy endpoint is made anew where it waits, and not in the way of others. */
async function deliverTasks({ store }: SweepDeps, found: readonly StoredDocument<Delivery>[]) {
  const atsIds = [...new Set(found.map(({ data }) => data.atsId))];
  const health = await store.getAll<EndpointHealth[]>(...atsIds.map((atsId) => paths.endpointHealth(atsId)));
  const unhealthy = new Set(health.flatMap((one) => (one?.data.state === 'unhealthy' ? one.data.atsId : [])));
  return (delivery: Delivery) => deliveryTask(delivery, unhealthy.has(delivery.atsId));
}

function processTask({ atsId, referenceId, n, dueAt }: AcceptedEvent): NewTask {
  return { queue: 'process', task: { v: 1, kind: 'process', atsId, referenceId, n }, dueAt };
}

import type { AcceptedEvent } from '../shared/core/accepted-event.ts';
import type { Delivery } from '../shared/core/delivery/delivery.ts';
import { SECOND_MS } from '../shared/core/duration.ts';
import { type Leasable, sweepFields } from '../shared/core/lease.ts';
import { rungQueue } from '../shared/core/retry-ladder.ts';
import { SWEEP_SHARDS } from '../shared/core/shard.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Logger } from '../shared/ports/logger.ts';
import { ConflictError, type Store, type StoredDocument } from '../shared/ports/store.ts';
import type { NewTask, TaskQueue } from '../shared/ports/task-queue.ts';

export interface SweepDeps {
  store: Store;
  queue: TaskQueue;
  clock: Clock;
  log: Logger;
}

const PAGE = 100;

/** A run ends before the next one begins; what is left over is the next one's. */
const MAX_RUN_MS = 45 * SECOND_MS;

/**
 * Re-queues what should have moved and has not, because its task was lost or never made. Each document is taken by pushing its
 * `sweepAt` away, ever further, on condition that nothing else has touched it: so a backlog that is merely queued is
 * not multiplied, and two sweeps at once do not both take it. A task too many does no harm.
 */
export async function sweep(deps: SweepDeps): Promise<{ events: number; deliveries: number }> {
  const until = deps.clock.now() + MAX_RUN_MS;
  const deliveries = await sweepCollection<Delivery>(deps, 'deliveries', until, deliverTask);
  const events = await sweepCollection<AcceptedEvent>(deps, 'events', until, processTask);
  if (events + deliveries > 0) deps.log.warn('sweep.requeued', { events, deliveries });
  return { events, deliveries };
}

async function sweepCollection<T extends Leasable>(
  deps: SweepDeps,
  collection: string,
  until: number,
  taskOf: (data: T) => NewTask,
): Promise<number> {
  const shards = Array.from({ length: SWEEP_SHARDS }, (_, shard) => shard);
  const counts = await Promise.all(
    shards.map(async (shard) => {
      let requeued = 0;
      while (deps.clock.now() < until) {
        const atMost = { field: 'sweepAt', max: deps.clock.now() };
        const found = await deps.store.query<T>({ collection, equals: { shard }, atMost, limit: PAGE });
        const taken = await Promise.all(found.map((doc) => requeue(deps, doc, taskOf(doc.data))));
        requeued += taken.filter(Boolean).length;
        if (found.length < PAGE) break;
      }
      return requeued;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function requeue<T extends Leasable>(
  { store, queue, clock }: SweepDeps,
  doc: StoredDocument<T>,
  task: NewTask,
): Promise<boolean> {
  const set = sweepFields(doc.data, clock.now());
  try {
    await store.commit([{ type: 'update', path: doc.path, set, ifVersion: doc.version }]);
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
  await queue.enqueue(task);
  return true;
}

function deliverTask({ atsId, deliveryId, ladder, n, dueAt }: Delivery): NewTask {
  return { queue: rungQueue(n), task: { v: 1, kind: 'deliver', atsId, deliveryId, ladder, n }, dueAt };
}

function processTask({ atsId, referenceId, n, dueAt }: AcceptedEvent): NewTask {
  return { queue: 'process', task: { v: 1, kind: 'process', atsId, referenceId, n }, dueAt };
}

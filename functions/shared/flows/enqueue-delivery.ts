import type { Delivery } from '../core/delivery/delivery.ts';
import { rungQueue } from '../core/retry-ladder.ts';
import { type CreateTaskDeps, createTask } from './create-task.ts';

type Due = Pick<Delivery, 'atsId' | 'deliveryId' | 'referenceId' | 'ladder' | 'n' | 'dueAt'>;

/** Creates the task of a delivery's next attempt, on its rung's queue. Never rejects: see {@link createTask}. */
export async function enqueueDelivery(deps: CreateTaskDeps, delivery: Due): Promise<void> {
  const { atsId, deliveryId, referenceId, ladder, n, dueAt } = delivery;
  const task = { v: 1, kind: 'deliver', atsId, deliveryId, ladder, n } as const;
  const fields = { reference_id: referenceId, delivery_id: deliveryId };
  await createTask(deps, { queue: rungQueue(n), task, dueAt }, fields);
}

import type { Delivery } from '../core/delivery/delivery.ts';
import { rungQueue } from '../core/retry-ladder.ts';
import type { NewTask } from '../ports/task-queue.ts';
import { type CreateTaskDeps, createTask } from './create-task.ts';

type Due = Pick<Delivery, 'atsId' | 'deliveryId' | 'referenceId' | 'ladder' | 'n' | 'dueAt'>;

/** The task of a delivery's next attempt, on its rung's queue, or on the slow one where the endpoint is known to hold others up. */
export function deliveryTask(
  { atsId, deliveryId, ladder, n, dueAt }: Omit<Due, 'referenceId'>,
  slow = false,
): NewTask {
  const task = { v: 1, kind: 'deliver', atsId, deliveryId, ladder, n } as const;
  return slow
    ? { queue: 'deliver-slow', task: { ...task, slow }, dueAt }
    : { queue: rungQueue(n), task, dueAt };
}

/** Creates the task of a delivery's next attempt. Never rejects: see {@link createTask}. */
export async function enqueueDelivery(deps: CreateTaskDeps, delivery: Due, slow = false): Promise<void> {
  const fields = { reference_id: delivery.referenceId, delivery_id: delivery.deliveryId };
  await createTask(deps, deliveryTask(delivery, slow), fields);
}

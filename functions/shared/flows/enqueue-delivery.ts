import type { Delivery } from '../core/delivery/delivery.ts';
import { rungQueue } from '../core/retry-ladder.ts';
import type { Logger } from '../ports/logger.ts';
import type { TaskQueue } from '../ports/task-queue.ts';

type Due = Pick<Delivery, 'atsId' | 'deliveryId' | 'referenceId' | 'ladder' | 'n' | 'dueAt'>;

/**
 * Creates the task of a delivery's next attempt, on its rung's queue. A failure is only logged: the delivery is stored with
 * its `sweepAt`, and `sweep` creates the task that is missing.
 */
export async function enqueueDelivery(deps: { queue: TaskQueue; log: Logger }, delivery: Due): Promise<void> {
  const { atsId, deliveryId, referenceId, ladder, n, dueAt } = delivery;
  const task = { v: 1, kind: 'deliver', atsId, deliveryId, ladder, n } as const;
  await deps.queue.enqueue({ queue: rungQueue(n), task, dueAt }).catch((error: Error) => {
    deps.log.warn('task.not_created', { reference_id: referenceId, delivery_id: deliveryId, error });
  });
}

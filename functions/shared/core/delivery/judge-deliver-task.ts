import { readiness } from '../lease.ts';
import type { DeliverTask } from '../task.ts';
import type { Delivery } from './delivery.ts';

/** What a worker does with a task. `settled` and `stale` are answered 2xx, `early` and `leased` 500. */
export type TaskVerdict = 'settled' | 'stale' | 'early' | 'leased' | 'ready';

/** Compares a task with its delivery as it stands. Step 2 of the delivery state machine. */
export function judgeDeliverTask(
  delivery: Delivery,
  task: Pick<DeliverTask, 'ladder' | 'n'>,
  now: number,
): TaskVerdict {
  if (delivery.state !== 'pending') return 'settled';
  if (delivery.ladder !== task.ladder || delivery.n !== task.n) return 'stale';
  return readiness(delivery, now);
}

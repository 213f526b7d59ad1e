import type { Clock } from '../../../functions/shared/ports/clock.ts';
import { ServiceError } from '../service-error.ts';
import type { QueueMessage } from './messages.ts';
import { readQueueConfig } from './queue-config.ts';
import { QueueState } from './queue-state.ts';
import { checkName } from './resource-names.ts';

const NAME_TAKEN_MS = 7 * 24 * 3_600_000;

/** All queues by their full names. */
export interface QueueTable {
  readonly byName: Map<string, QueueState>;
  /** Throws INVALID_ARGUMENT for a malformed name and NOT_FOUND for one that no queue has. */
  get(name: string | null | undefined): QueueState;
  /** Throws ALREADY_EXISTS, and FAILED_PRECONDITION where a queue of that name was deleted within the last 7 days. */
  create(message: QueueMessage): QueueState;
  delete(name: string | null | undefined): void;
}

export function createQueueTable(clock: Clock): QueueTable {
  const byName = new Map<string, QueueState>();
  const deletedAt = new Map<string, number>();

  function get(name: string | null | undefined): QueueState {
    const queue = byName.get(checkName('queue', name));
    if (queue === undefined) throw new ServiceError('NOT_FOUND', 'There is no such queue');
    return queue;
  }

  return {
    byName,
    get,
    create(message) {
      const name = checkName('queue', message.name);
      const now = clock.now();
      if (byName.has(name)) throw new ServiceError('ALREADY_EXISTS', 'There is a queue of that name');
      if (now - (deletedAt.get(name) ?? Number.NEGATIVE_INFINITY) < NAME_TAKEN_MS) {
        throw new ServiceError('FAILED_PRECONDITION', 'A queue of that name was deleted within 7 days');
      }
      const queue = new QueueState(name, readQueueConfig(message), now);
      byName.set(name, queue);
      return queue;
    },
    delete(name) {
      const queue = get(name);
      byName.delete(queue.name);
      deletedAt.set(queue.name, clock.now());
    },
  };
}

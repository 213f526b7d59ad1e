import type { Clock } from '../../../functions/shared/ports/clock.ts';
import { requireArgument, ServiceError } from '../service-error.ts';
import { fromMs, type QueueMessage, type RequestMessage } from './messages.ts';
import { pageOf } from './page.ts';
import { writeQueueConfig } from './queue-config.ts';
import type { QueueState } from './queue-state.ts';
import type { QueueTable } from './queue-table.ts';
import { checkName, parentOf } from './resource-names.ts';
import { updateQueueConfig } from './update-queue-config.ts';

export interface QueueMethodsDeps {
  clock: Clock;
  queues: QueueTable;
  /** Called when something may have become dispatchable. */
  wake: () => void;
}

const MAX_PAGE = 9800;

/** The calls of the service that are about queues. Each answers its response message or throws a {@link ServiceError}. */
export function createQueueMethods({ clock, queues, wake }: QueueMethodsDeps) {
  /** Runs `change` on a queue and tells how the queue then is. */
  function changed(name: string | null | undefined, change: (queue: QueueState) => void): QueueMessage {
    const queue = queues.get(name);
    change(queue);
    wake();
    return writeQueue(queue);
  }

  return {
    listQueues({ parent, filter, ...page }: RequestMessage<'ListQueuesRequest'>) {
      const location = checkName('location', parent);
      if (filter) throw new ServiceError('UNIMPLEMENTED', 'Filters are not emulated');
      const there = new Map([...queues.byName].filter(([name]) => parentOf(name) === location));
      const { items, nextPageToken } = pageOf(there, page, MAX_PAGE);
      return { queues: items.map(writeQueue), nextPageToken };
    },
    getQueue: ({ name }: RequestMessage<'GetQueueRequest'>) => writeQueue(queues.get(name)),
    createQueue({ parent, queue }: RequestMessage<'CreateQueueRequest'>) {
      const location = checkName('location', parent);
      const name = checkName('queue', queue?.name);
      requireArgument(parentOf(name) === location, 'The queue must belong to the parent');
      return writeQueue(queues.create({ ...queue, name }));
    },
    updateQueue({ queue, updateMask }: RequestMessage<'UpdateQueueRequest'>) {
      const name = checkName('queue', queue?.name);
      const known = queues.byName.get(name);
      if (known === undefined) return writeQueue(queues.create({ ...queue, name }));
      const config = updateQueueConfig(known.config, queue ?? {}, updateMask?.paths ?? []);
      return changed(name, (state) => state.configure(config, clock.now()));
    },
    deleteQueue({ name }: RequestMessage<'DeleteQueueRequest'>) {
      queues.delete(name);
      return {};
    },
    purgeQueue: ({ name }: RequestMessage<'PurgeQueueRequest'>) =>
      changed(name, (queue) => queue.purge(clock.now())),
    pauseQueue: ({ name }: RequestMessage<'PauseQueueRequest'>) =>
      changed(name, (queue) => {
        queue.paused = true;
      }),
    resumeQueue: ({ name }: RequestMessage<'ResumeQueueRequest'>) =>
      changed(name, (queue) => {
        queue.paused = false;
      }),
  };
}

function writeQueue({ name, config, paused, purgedAt }: QueueState): QueueMessage {
  return {
    name,
    ...writeQueueConfig(config),
    state: paused ? 'PAUSED' : 'RUNNING',
    ...(purgedAt === undefined ? {} : { purgeTime: fromMs(purgedAt) }),
  };
}

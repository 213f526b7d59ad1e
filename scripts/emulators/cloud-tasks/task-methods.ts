import type { Clock } from '../../../functions/shared/ports/clock.ts';
import { requireArgument, ServiceError } from '../service-error.ts';
import type { RequestMessage } from './messages.ts';
import { pageOf } from './page.ts';
import type { QueueState } from './queue-state.ts';
import type { QueueTable } from './queue-table.ts';
import { readTask } from './read-task.ts';
import { checkName, parentOf } from './resource-names.ts';
import type { Attempt, StoredTask } from './stored-task.ts';
import { writeTask } from './write-task.ts';

export interface TaskMethodsDeps {
  clock: Clock;
  queues: QueueTable;
  /** A new id for a task that was given no name. */
  newTaskId: () => string;
  /** Called when something may have become dispatchable. */
  wake: () => void;
  /** Sends an attempt that is begun already. */
  dispatch: (queue: QueueState, attempt: Attempt) => void;
}

const MAX_PAGE = 1000;

/** The calls of the service that are about tasks. Each answers its response message or throws a {@link ServiceError}. */
export function createTaskMethods({ clock, queues, newTaskId, wake, dispatch }: TaskMethodsDeps) {
  function find(given: string | null | undefined): { queue: QueueState; task: StoredTask } {
    const name = checkName('task', given);
    const queue = queues.get(parentOf(name));
    const task = queue.tasks.get(name);
    if (task === undefined) throw new ServiceError('NOT_FOUND', 'There is no such task, or no longer');
    return { queue, task };
  }

  return {
    createTask({ parent, task: given, responseView }: RequestMessage<'CreateTaskRequest'>) {
      const queue = queues.get(parent);
      const name = given?.name ? checkName('task', given.name) : `${queue.name}/tasks/${newTaskId()}`;
      requireArgument(parentOf(name) === queue.name, 'The task must belong to the parent');
      const task = readTask(given ?? {}, name, clock.now());
      queue.add(task);
      wake();
      return writeTask(task, responseView);
    },
    getTask: ({ name, responseView }: RequestMessage<'GetTaskRequest'>) =>
      writeTask(find(name).task, responseView),
    listTasks({ parent, responseView, ...page }: RequestMessage<'ListTasksRequest'>) {
      const { items, nextPageToken } = pageOf(queues.get(parent).tasks, page, MAX_PAGE);
      return { tasks: items.map((task) => writeTask(task, responseView)), nextPageToken };
    },
    deleteTask({ name }: RequestMessage<'DeleteTaskRequest'>) {
      const { queue, task } = find(name);
      queue.remove(task, clock.now());
      return {};
    },
    runTask({ name, responseView }: RequestMessage<'RunTaskRequest'>) {
      const { queue, task } = find(name);
      dispatch(queue, queue.begin(task, clock.now()));
      return writeTask(task, responseView);
    },
  };
}

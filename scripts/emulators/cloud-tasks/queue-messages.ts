import { physicalQueues, TASK_RETRY } from '../../../functions/shared/core/queues.ts';
import { fromMs, type QueueMessage } from './messages.ts';

export interface QueueMessagesOptions {
  projectId: string;
  location: string;
  /** Stands before the name of each queue, as in the adapter. */
  queuePrefix?: string;
  /** At most so many dispatches under way at once of each, where production would have more. */
  maxConcurrentDispatches?: number;
}

/** Every physical queue of CarvOS as Cloud Tasks is told of it: its limits, and retries without end. */
export function queueMessages({
  projectId,
  location,
  queuePrefix = '',
  maxConcurrentDispatches = Number.POSITIVE_INFINITY,
}: QueueMessagesOptions): QueueMessage[] {
  return physicalQueues().map(({ name, spec }) => ({
    name: `projects/${projectId}/locations/${location}/queues/${queuePrefix}${name}`,
    rateLimits: {
      maxDispatchesPerSecond: spec.maxDispatchesPerSecond,
      maxConcurrentDispatches: Math.min(spec.maxConcurrentDispatches, maxConcurrentDispatches),
    },
    retryConfig: {
      maxAttempts: -1,
      minBackoff: fromMs(TASK_RETRY.minBackoffMs),
      maxBackoff: fromMs(TASK_RETRY.maxBackoffMs),
      maxDoublings: TASK_RETRY.maxDoublings,
    },
  }));
}

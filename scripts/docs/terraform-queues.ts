import { INSTANCE_PLACES, physicalQueues, TASK_RETRY } from '../../functions/shared/core/queues.ts';

/** `infra/queues.json`: the table of queues as Terraform reads it. A queue's key is its physical name, without the prefix. */
export function terraformQueues(): string {
  const queues = physicalQueues().map(({ name, queue, spec }) => [
    name,
    {
      queue,
      worker: spec.worker,
      maxDispatchesPerSecond: spec.maxDispatchesPerSecond,
      maxConcurrentDispatches: spec.maxConcurrentDispatches,
    },
  ]);
  const table = {
    instancePlaces: INSTANCE_PLACES,
    retry: {
      // Without end.
      maxAttempts: -1,
      minBackoff: seconds(TASK_RETRY.minBackoffMs),
      maxBackoff: seconds(TASK_RETRY.maxBackoffMs),
      maxDoublings: TASK_RETRY.maxDoublings,
    },
    queues: Object.fromEntries(queues),
  };
  return `${JSON.stringify(table, null, 2)}\n`;
}

/** A duration as Google's JSON has it. */
function seconds(ms: number): string {
  return `${ms / 1000}s`;
}

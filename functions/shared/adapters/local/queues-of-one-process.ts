import { INSTANCE_PLACES, physicalQueues } from '../../core/queues.ts';

const MAX_SLOW_DISPATCHES = INSTANCE_PLACES / 4;

/**
 * The queues as they are where one process is all there is: an ATS that holds others up would otherwise have most of its places in a
 * slow queue.
 */
export function queuesOfOneProcess(): ReturnType<typeof physicalQueues> {
  return physicalQueues().map(({ spec, ...queue }) => {
    const maxConcurrentDispatches = Math.min(spec.maxConcurrentDispatches, MAX_SLOW_DISPATCHES);
    return { ...queue, spec: spec.shardBy === 'ats' ? { ...spec, maxConcurrentDispatches } : spec };
  });
}

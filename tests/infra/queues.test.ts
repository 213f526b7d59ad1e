import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { INSTANCE_PLACES, physicalQueues } from '../../functions/shared/core/queues.ts';
import { queueMessages } from '../../scripts/emulators/cloud-tasks/queue-messages.ts';

interface DeployedQueue {
  queue: string;
  worker: string;
  maxDispatchesPerSecond: number;
  maxConcurrentDispatches: number;
}

const TABLE: {
  instancePlaces: number;
  retry: { maxAttempts: number; minBackoff: string; maxBackoff: string; maxDoublings: number };
  queues: Record<string, DeployedQueue>;
} = JSON.parse(readFileSync('infra/queues.json', 'utf8'));

/** `60s` as the protocol has it. */
function duration(text: string) {
  expect(text).toMatch(/^[0-9]+s$/);
  return { seconds: Number(text.slice(0, -1)), nanos: 0 };
}

describe('the queues that Terraform reads', () => {
  test('are those that the tests run against, to the last setting', () => {
    const { maxAttempts, minBackoff, maxBackoff, maxDoublings } = TABLE.retry;
    const deployed = Object.entries(TABLE.queues).map(
      ([name, { maxDispatchesPerSecond, maxConcurrentDispatches }]) => ({
        name: `projects/p/locations/l/queues/carvos-${name}`,
        rateLimits: { maxDispatchesPerSecond, maxConcurrentDispatches },
        retryConfig: {
          maxAttempts,
          minBackoff: duration(minBackoff),
          maxBackoff: duration(maxBackoff),
          maxDoublings,
        },
      }),
    );
    expect(deployed).toEqual(queueMessages({ projectId: 'p', location: 'l', queuePrefix: 'carvos-' }));
  });

  test('know their worker, and the queue that they are a shard of', () => {
    const deployed = Object.entries(TABLE.queues).map(([name, { queue, worker }]) => [name, queue, worker]);
    expect(deployed).toEqual(physicalQueues().map(({ name, queue, spec }) => [name, queue, spec.worker]));
  });

  test('come with the places of an instance, which fair shares are reckoned with', () => {
    expect(TABLE.instancePlaces).toBe(INSTANCE_PLACES);
  });
});

import { describe, expect, test } from '@jest/globals';
import { physicalQueues, TASK_RETRY } from '../../../functions/shared/core/queues.ts';
import { readQueueConfig } from './queue-config.ts';
import { queueMessages } from './queue-messages.ts';

describe('the queues of CarvOS as Cloud Tasks is told of them', () => {
  const messages = queueMessages({
    projectId: 'demo-carvos',
    location: 'europe-west1',
    queuePrefix: 'test-',
  });

  test('are all of the physical queues, by their full names', () => {
    expect(messages.map(({ name }) => name)).toEqual(
      physicalQueues().map(({ name }) => `projects/demo-carvos/locations/europe-west1/queues/test-${name}`),
    );
  });

  test('keep within what Cloud Tasks allows, with the limits of the table and retries without end', () => {
    expect(messages.map(readQueueConfig)).toEqual(
      physicalQueues().map(({ spec }) => ({
        maxDispatchesPerSecond: spec.maxDispatchesPerSecond,
        maxConcurrentDispatches: spec.maxConcurrentDispatches,
        maxBurstSize: expect.any(Number),
        retry: { maxAttempts: -1, maxRetryDurationMs: 0, ...TASK_RETRY },
      })),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { ServiceError } from '../service-error.ts';
import { fromMs, type QueueMessage } from './messages.ts';
import { readQueueConfig, writeQueueConfig } from './queue-config.ts';
import { updateQueueConfig } from './update-queue-config.ts';

describe('the settings of a queue', () => {
  test('are those of Cloud Tasks where none are given', () => {
    const expected = {
      maxDispatchesPerSecond: 500,
      maxConcurrentDispatches: 1000,
      maxBurstSize: 100,
      retry: {
        maxAttempts: 100,
        maxRetryDurationMs: 0,
        minBackoffMs: 100,
        maxBackoffMs: 3_600_000,
        maxDoublings: 16,
      },
    };

    expect(readQueueConfig({})).toEqual(expected);
    expect(readQueueConfig({ rateLimits: {}, retryConfig: {} })).toEqual(expected);
  });

  test('are told as they were given', () => {
    const message = {
      rateLimits: { maxDispatchesPerSecond: 0.5, maxConcurrentDispatches: 3, maxBurstSize: 10 },
      retryConfig: {
        maxAttempts: -1,
        maxRetryDuration: fromMs(90_000),
        minBackoff: fromMs(1500),
        maxBackoff: fromMs(60_000),
        maxDoublings: 6,
      },
    };

    expect(writeQueueConfig(readQueueConfig(message))).toEqual(message);
  });

  test.each([
    [500, 100],
    [250, 50],
    [60, 12],
    [1, 10],
  ])('of %i dispatches a second allow a burst of %i', (maxDispatchesPerSecond, burst) => {
    expect(readQueueConfig({ rateLimits: { maxDispatchesPerSecond } }).maxBurstSize).toBe(burst);
  });

  test.each<[string, QueueMessage]>([
    ['a rate over 500', { rateLimits: { maxDispatchesPerSecond: 501 } }],
    ['a negative rate', { rateLimits: { maxDispatchesPerSecond: -1 } }],
    ['over 5000 at once', { rateLimits: { maxConcurrentDispatches: 5001 } }],
    ['less than none at once', { rateLimits: { maxConcurrentDispatches: -1 } }],
    ['fewer attempts than "without end"', { retryConfig: { maxAttempts: -2 } }],
    ['negative doublings', { retryConfig: { maxDoublings: -1 } }],
    ['a negative wait', { retryConfig: { minBackoff: { seconds: -1 } } }],
    ['a negative time', { retryConfig: { maxRetryDuration: { seconds: -1 } } }],
    [
      'a floor above the ceiling',
      { retryConfig: { minBackoff: { seconds: 9 }, maxBackoff: { seconds: 8 } } },
    ],
  ])('do not allow %s', (_, message) => {
    expect(() => readQueueConfig(message)).toThrow(ServiceError);
  });
});

describe('an update of the settings', () => {
  const current = readQueueConfig({
    rateLimits: { maxDispatchesPerSecond: 5, maxConcurrentDispatches: 7 },
    retryConfig: { maxAttempts: 3, maxDoublings: 2 },
  });
  const update = { rateLimits: { maxDispatchesPerSecond: 50 }, retryConfig: { maxAttempts: 9 } };

  test('replaces all of them without a mask', () => {
    expect(updateQueueConfig(current, update, [])).toEqual(readQueueConfig(update));
  });

  test('changes only the fields of its mask', () => {
    const updated = updateQueueConfig(current, update, ['rate_limits.max_dispatches_per_second']);

    expect(updated).toEqual({ ...current, maxDispatchesPerSecond: 50 });
  });

  test('of a whole part sets what it leaves out to its default', () => {
    const updated = updateQueueConfig(current, update, ['retry_config']);

    expect(updated).toEqual({ ...current, retry: readQueueConfig(update).retry });
  });

  test('passes over fields that are output only', () => {
    expect(updateQueueConfig(current, update, ['state', 'rate_limits.max_burst_size'])).toEqual(current);
  });

  test.each(['retry_config.min_burst', 'rates', 'rate_limits.max_attempts'])(
    'refuses the mask "%s"',
    (path) => {
      expect(() => updateQueueConfig(current, update, [path])).toThrow(ServiceError);
    },
  );
});

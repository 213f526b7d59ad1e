import { describe, expect, test } from '@jest/globals';
import { TASK_RETRY, taskBackoffMs } from '../../../functions/shared/core/queues.ts';
import type { RetryConfig } from './queue-config.ts';
import { mayRetry, retryBackoffMs } from './retry-backoff.ts';

const CONFIG: RetryConfig = {
  maxAttempts: -1,
  maxRetryDurationMs: 0,
  minBackoffMs: 10_000,
  maxBackoffMs: 300_000,
  maxDoublings: 3,
};
const HOUR_MS = 3_600_000;

describe('the wait before a retry', () => {
  const waits = (config: RetryConfig, count: number) =>
    Array.from({ length: count }, (_, n) => retryBackoffMs(config, n + 1));

  test('doubles, then grows by the same step, up to the ceiling, as in the example of the API', () => {
    expect(waits(CONFIG, 8).map((ms) => ms / 1000)).toEqual([10, 20, 40, 80, 160, 240, 300, 300]);
  });

  test('grows by its first step from the start when it never doubles', () => {
    expect(waits({ ...CONFIG, maxDoublings: 0 }, 4)).toEqual([10_000, 20_000, 30_000, 40_000]);
  });

  test('stays finite after a very long time', () => {
    expect(retryBackoffMs({ ...CONFIG, maxDoublings: 10_000 }, 1_000_000)).toBe(CONFIG.maxBackoffMs);
  });

  test('with the retry settings of CarvOS is what the embedded queue waits', () => {
    const config = { ...CONFIG, ...TASK_RETRY };

    expect(waits(config, 12)).toEqual(Array.from({ length: 12 }, (_, n) => taskBackoffMs(n + 1)));
  });
});

describe('a failed task is tried again', () => {
  test.each<[string, Partial<RetryConfig>, { attempts: number; sinceFirstMs: number }, boolean]>([
    ['without limits', {}, { attempts: 1e6, sinceFirstMs: 1000 * HOUR_MS }, true],
    ['below the attempts', { maxAttempts: 3 }, { attempts: 2, sinceFirstMs: HOUR_MS }, true],
    ['at the attempts', { maxAttempts: 3 }, { attempts: 3, sinceFirstMs: 0 }, false],
    ['below the time', { maxRetryDurationMs: HOUR_MS }, { attempts: 9, sinceFirstMs: HOUR_MS - 1 }, true],
    ['at the time', { maxRetryDurationMs: HOUR_MS }, { attempts: 9, sinceFirstMs: HOUR_MS }, false],
    [
      'at the attempts but not the time',
      { maxAttempts: 3, maxRetryDurationMs: HOUR_MS },
      { attempts: 9, sinceFirstMs: 1 },
      true,
    ],
    [
      'at the time but not the attempts',
      { maxAttempts: 3, maxRetryDurationMs: HOUR_MS },
      { attempts: 2, sinceFirstMs: HOUR_MS },
      true,
    ],
    [
      'at both',
      { maxAttempts: 3, maxRetryDurationMs: HOUR_MS },
      { attempts: 3, sinceFirstMs: HOUR_MS },
      false,
    ],
  ])('%s', (_, limits, sofar, expected) => {
    expect(mayRetry({ ...CONFIG, ...limits }, sofar)).toBe(expected);
  });
});

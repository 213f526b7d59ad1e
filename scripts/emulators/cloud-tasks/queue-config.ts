import { requireArgument } from '../service-error.ts';
import { fromMs, type QueueMessage, toMs } from './messages.ts';

export interface RetryConfig {
  /** -1: without end. */
  maxAttempts: number;
  /** Since the first attempt; 0: without end. */
  maxRetryDurationMs: number;
  minBackoffMs: number;
  maxBackoffMs: number;
  maxDoublings: number;
}

export interface QueueConfig {
  maxDispatchesPerSecond: number;
  maxConcurrentDispatches: number;
  /** How many dispatches an idle queue saves up. */
  maxBurstSize: number;
  retry: RetryConfig;
}

const MAX_RATE = 500;
const MAX_CONCURRENT = 5000;
const HOUR_MS = 3_600_000;

/** What a queue message asks for; what it leaves out (zero, on the wire) is the service's default. Throws INVALID_ARGUMENT. */
export function readQueueConfig({ rateLimits, retryConfig }: QueueMessage): QueueConfig {
  const rate = rateLimits?.maxDispatchesPerSecond || MAX_RATE;
  const concurrent = rateLimits?.maxConcurrentDispatches || 1000;
  requireArgument(rate > 0 && rate <= MAX_RATE, 'max_dispatches_per_second must be above 0 and at most 500');
  requireArgument(
    concurrent > 0 && concurrent <= MAX_CONCURRENT,
    'max_concurrent_dispatches must be from 1 to 5000',
  );
  const ms = (duration: Parameters<typeof toMs>[0] | null | undefined, otherwise: number) =>
    duration ? toMs(duration) : otherwise;
  const retry: RetryConfig = {
    maxAttempts: retryConfig?.maxAttempts || 100,
    maxRetryDurationMs: ms(retryConfig?.maxRetryDuration, 0),
    minBackoffMs: ms(retryConfig?.minBackoff, 100),
    maxBackoffMs: ms(retryConfig?.maxBackoff, HOUR_MS),
    maxDoublings: retryConfig?.maxDoublings || 16,
  };
  checkRetry(retry);
  return {
    maxDispatchesPerSecond: rate,
    maxConcurrentDispatches: concurrent,
    maxBurstSize: burstSize(rate),
    retry,
  };
}

function checkRetry(retry: RetryConfig): void {
  requireArgument(retry.maxAttempts >= -1, 'max_attempts must be at least -1');
  requireArgument(retry.maxDoublings >= 0, 'max_doublings must not be negative');
  requireArgument(
    Math.min(retry.minBackoffMs, retry.maxRetryDurationMs) >= 0,
    'Durations of the retry config must not be negative',
  );
  requireArgument(retry.minBackoffMs <= retry.maxBackoffMs, 'min_backoff must not be above max_backoff');
}

/** Seen on real queues: 100 for 500 dispatches a second, 10 for 1. The rule itself is not published. */
function burstSize(rate: number): number {
  return Math.max(10, Math.floor(rate / 5));
}

/** The parts of a queue message that a config fills. */
export function writeQueueConfig(
  config: QueueConfig,
): Required<Pick<QueueMessage, 'rateLimits' | 'retryConfig'>> {
  const { retry, maxDispatchesPerSecond, maxConcurrentDispatches, maxBurstSize } = config;
  return {
    rateLimits: { maxDispatchesPerSecond, maxConcurrentDispatches, maxBurstSize },
    retryConfig: {
      maxAttempts: retry.maxAttempts,
      maxRetryDuration: fromMs(retry.maxRetryDurationMs),
      minBackoff: fromMs(retry.minBackoffMs),
      maxBackoff: fromMs(retry.maxBackoffMs),
      maxDoublings: retry.maxDoublings,
    },
  };
}

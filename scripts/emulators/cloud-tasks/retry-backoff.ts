import type { RetryConfig } from './queue-config.ts';

/** The wait after failed attempt number `attempts`, in ms: it doubles `maxDoublings` times, then grows by the same step, up to the ceiling. */
export function retryBackoffMs(
  { minBackoffMs, maxBackoffMs, maxDoublings }: RetryConfig,
  attempts: number,
): number {
  const failedBefore = Math.max(attempts - 1, 0);
  const step = minBackoffMs * 2 ** Math.min(failedBefore, maxDoublings);
  const steps = Math.max(failedBefore - maxDoublings, 0) + 1;
  return Math.min(step * steps, maxBackoffMs);
}

/** Whether a task is tried again. With both limits set, both must be reached before it is given up. */
export function mayRetry(
  { maxAttempts, maxRetryDurationMs }: RetryConfig,
  { attempts, sinceFirstMs }: { attempts: number; sinceFirstMs: number },
): boolean {
  const attemptsLeft = attempts < maxAttempts;
  const timeLeft = sinceFirstMs < maxRetryDurationMs;
  if (maxAttempts === -1) return maxRetryDurationMs === 0 || timeLeft;
  return attemptsLeft || timeLeft;
}

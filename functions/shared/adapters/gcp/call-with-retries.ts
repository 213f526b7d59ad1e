import { setTimeout as wait } from 'node:timers/promises';
import { Status } from 'google-gax';

export interface RetryPolicy {
  /** gRPC status codes after which the call is made again. */
  retryCodes: readonly number[];
  /** Ms from the first try within which the last one must have ended. */
  deadlineMs: number;
  /** Ms that one try may take. */
  tryTimeoutMs: number;
}

const FIRST_WAIT_MS = 50;
const MAX_WAIT_MS = 1000;

/** The gRPC status code of an error from a Google client; undefined when it has none. */
export function grpcCode(error: unknown): number | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'number' ? code : undefined;
}

/**
 * Makes a remote call, again after a failure that may pass, and never goes on beyond the deadline. `call` is given the ms it may
 * take and keeps to them. What is thrown in the end is the last try's own error.
 */
export async function callWithRetries<T>(
  { retryCodes, deadlineMs, tryTimeoutMs }: RetryPolicy,
  call: (timeoutMs: number) => Promise<T>,
): Promise<T> {
  const endsAt = performance.now() + deadlineMs;
  let waitMs = FIRST_WAIT_MS;
  for (;;) {
    const leftMs = endsAt - performance.now();
    try {
      return await call(Math.max(1, Math.min(tryTimeoutMs, leftMs)));
    } catch (error) {
      const pauseMs = waitMs * (0.5 + Math.random());
      const mayPass = retryCodes.includes(grpcCode(error) ?? Status.OK);
      if (!mayPass || performance.now() + pauseMs >= endsAt) throw error;
      await wait(pauseMs);
      waitMs = Math.min(2 * waitMs, MAX_WAIT_MS);
    }
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import { Status } from 'google-gax';
import { withDeadline } from './with-deadline.ts';

export interface CallPolicy {
  /** Who is called, for the message when there is no answer at all. */
  service: string;
  /** gRPC status codes after which the call is made again. */
  retryCodes: readonly Status[];
  /** Ms within which the caller has its answer or an error, all tries and the search for credentials included. */
  deadlineMs: number;
  /** Ms that one try may take. */
  tryTimeoutMs: number;
}

/** What a generated client is told of one call: the retries are ours, so that none goes on when its caller has given up. */
export type TryOptions = { timeout: number; retry: null };

const FIRST_WAIT_MS = 50;
const MAX_WAIT_MS = 1000;

/** With less than this left another try is not begun: its own error would say less than the last one's. */
const MIN_TRY_MS = 100;

/** Tries end so long before the deadline, in parts of it: the service's own error is told rather than that the time is over. */
const MARGIN = 0.1;

/** The gRPC status code of an error from a Google client; undefined when it has none. */
export function grpcCode(error: unknown): Status | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'number' ? code : undefined;
}

/**
 * Makes a remote call, again after a failure that may pass, and never goes on beyond the deadline. What is thrown in the end is
 * the last try's own error.
 */
export function callWithRetries<T>(
  policy: CallPolicy,
  call: (options: TryOptions) => Promise<T>,
): Promise<T> {
  const { service, deadlineMs } = policy;
  // A client's own timeout does not cover its search for credentials.
  return withDeadline(
    tryAgain(policy, call),
    deadlineMs,
    `${service} gave no answer within ${deadlineMs} ms`,
  );
}

async function tryAgain<T>(
  { retryCodes, deadlineMs, tryTimeoutMs }: CallPolicy,
  call: (options: TryOptions) => Promise<T>,
): Promise<T> {
  const endsAt = performance.now() + deadlineMs * (1 - MARGIN);
  let waitMs = FIRST_WAIT_MS;
  for (;;) {
    try {
      return await call({ timeout: Math.min(tryTimeoutMs, endsAt - performance.now()), retry: null });
    } catch (error) {
      const pauseMs = waitMs * (0.5 + Math.random());
      const mayPass = retryCodes.includes(grpcCode(error) ?? Status.OK);
      if (!mayPass || performance.now() + pauseMs + MIN_TRY_MS >= endsAt) throw error;
      await wait(pauseMs);
      waitMs = Math.min(2 * waitMs, MAX_WAIT_MS);
    }
  }
}

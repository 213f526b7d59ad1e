import type { protos } from '@google-cloud/tasks';

type V2 = typeof protos.google.cloud.tasks.v2;

/** The messages of `google.cloud.tasks.v2`, as objects with the names the client library gives their fields. */
export type QueueMessage = protos.google.cloud.tasks.v2.IQueue;
export type RetryConfigMessage = protos.google.cloud.tasks.v2.IRetryConfig;
export type RateLimitsMessage = protos.google.cloud.tasks.v2.IRateLimits;
export type TaskMessage = protos.google.cloud.tasks.v2.ITask;
export type AttemptMessage = protos.google.cloud.tasks.v2.IAttempt;
export type HttpRequestMessage = protos.google.cloud.tasks.v2.IHttpRequest;
export type TaskView = protos.google.cloud.tasks.v2.Task.View | keyof V2['Task']['View'];

/** The request message of that name. */
export type RequestMessage<Name extends keyof V2> = V2[Name] extends new (
  properties?: infer R,
) => unknown
  ? NonNullable<R>
  : never;

type Seconds = { seconds?: unknown; nanos?: number | null };

/** A timestamp or a duration in ms, down to the microsecond, which is as fine as Cloud Tasks keeps them. */
export function toMs({ seconds, nanos }: Seconds): number {
  return Number(seconds ?? 0) * 1000 + Math.trunc((nanos ?? 0) / 1000) / 1000;
}

/** A timestamp or a duration of `ms`. */
export function fromMs(ms: number): { seconds: number; nanos: number } {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round((ms - seconds * 1000) * 1000) * 1000 };
}

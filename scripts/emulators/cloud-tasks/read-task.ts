import { requireArgument, ServiceError } from '../service-error.ts';
import { type HttpRequestMessage, type TaskMessage, toMs } from './messages.ts';
import type { OidcToken, StoredTask } from './stored-task.ts';

const MAX_TASK_BYTES = 100 * 1024;
const MAX_HEADER_BYTES = 80 * 1024;
const MAX_URL_CHARS = 2083;
const MAX_AHEAD_MS = 30 * 24 * 3_600_000;
const MIN_DEADLINE_MS = 15_000;
const MAX_DEADLINE_MS = 30 * 60_000;
const DEFAULT_DEADLINE_MS = 10 * 60_000;

const METHODS = ['POST', 'GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];
const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** What CreateTask was given, as a task named `name`. Throws INVALID_ARGUMENT, or UNIMPLEMENTED for what is not emulated. */
export function readTask(message: TaskMessage, name: string, now: number): StoredTask {
  const { httpRequest, appEngineHttpRequest, scheduleTime, dispatchDeadline } = message;
  if (appEngineHttpRequest) throw new ServiceError('UNIMPLEMENTED', 'Only HTTP tasks are emulated');
  requireArgument(httpRequest != null, 'A task must have an HTTP request');
  const request = readHttpRequest(httpRequest);
  const scheduledAt = scheduleTime ? toMs(scheduleTime) : now;
  requireArgument(scheduledAt - now <= MAX_AHEAD_MS, 'schedule_time must be within 30 days');
  const dispatchDeadlineMs = dispatchDeadline ? toMs(dispatchDeadline) : DEFAULT_DEADLINE_MS;
  requireArgument(
    dispatchDeadlineMs >= MIN_DEADLINE_MS && dispatchDeadlineMs <= MAX_DEADLINE_MS,
    'dispatch_deadline must be from 15 seconds to 30 minutes',
  );
  const size = name.length + request.url.length + headerBytes(request.headers) + request.body.length;
  requireArgument(size <= MAX_TASK_BYTES, 'A task must not be over 100 KB');
  return {
    name,
    ...request,
    dispatchDeadlineMs,
    createdAt: now,
    // One that is due in the past is due since now.
    scheduledAt: Math.max(scheduledAt, now),
    dispatchCount: 0,
    responseCount: 0,
    executionCount: 0,
    underWay: 0,
    firstDispatchedAt: undefined,
    lastAttempt: undefined,
  };
}

type HttpRequest = Pick<StoredTask, 'url' | 'method' | 'headers' | 'body' | 'oidcToken'>;

function readHttpRequest(message: HttpRequestMessage): HttpRequest {
  const url = message.url ?? '';
  requireArgument(
    /^https?:\/\/./.test(url) && URL.canParse(url),
    'The URL must be an http:// or https:// one',
  );
  requireArgument(url.length <= MAX_URL_CHARS, `The URL must not be over ${MAX_URL_CHARS} characters`);
  const method = readMethod(message.httpMethod);
  const body = Buffer.from((message.body ?? '') as Uint8Array);
  requireArgument(
    body.length === 0 || METHODS_WITH_BODY.has(method),
    `A ${method} request must have no body`,
  );
  const headers = { ...message.headers };
  requireArgument(headerBytes(headers) < MAX_HEADER_BYTES, 'The headers must be under 80 KB');
  return { url, method, headers, body, oidcToken: readOidcToken(message, url) };
}

function readMethod(given: HttpRequestMessage['httpMethod']): string {
  const method = given == null || given === 'HTTP_METHOD_UNSPECIFIED' ? 'POST' : String(given);
  requireArgument(METHODS.includes(method), `"${method}" is not an HTTP method of Cloud Tasks`);
  return method;
}

function readOidcToken({ oidcToken, oauthToken }: HttpRequestMessage, url: string): OidcToken | undefined {
  if (oauthToken) throw new ServiceError('UNIMPLEMENTED', 'OAuth access tokens are not emulated');
  if (!oidcToken) return undefined;
  const email = oidcToken.serviceAccountEmail ?? '';
  requireArgument(/^[^@\s]+@[^@\s]+$/.test(email), 'service_account_email must be an e-mail address');
  return { email, audience: oidcToken.audience || url };
}

function headerBytes(headers: Readonly<Record<string, string>>): number {
  return Object.entries(headers).reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(value),
    0,
  );
}

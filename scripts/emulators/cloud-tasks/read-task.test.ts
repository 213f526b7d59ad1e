import { describe, expect, test } from '@jest/globals';
import type { HttpRequestMessage, TaskMessage } from './messages.ts';
import { readTask } from './read-task.ts';
import { writeTask } from './write-task.ts';

const NAME = 'projects/p/locations/l/queues/q/tasks/t';
const NOW = Date.parse('2026-02-25T10:30:00.250Z');
const URL_OF_WORKER = 'https://worker.test/process?x=1';
const MINUTE_MS = 60_000;
const MONTH_SECONDS = 30 * 24 * 3600;

const read = (httpRequest: HttpRequestMessage, rest: TaskMessage = {}) =>
  readTask({ httpRequest: { url: URL_OF_WORKER, ...httpRequest }, ...rest }, NAME, NOW);

describe('a task that is created', () => {
  test('is a POST, due at once, with 10 minutes to answer, where nothing is said', () => {
    expect(read({})).toMatchObject({
      method: 'POST',
      scheduledAt: NOW,
      createdAt: NOW,
      dispatchDeadlineMs: 10 * MINUTE_MS,
      body: Buffer.alloc(0),
      oidcToken: undefined,
    });
  });

  test('keeps its schedule time to the microsecond', () => {
    const seconds = Math.ceil(NOW / 1000);
    const { scheduledAt } = read({}, { scheduleTime: { seconds, nanos: 123_456_999 } });

    expect(scheduledAt).toBe(seconds * 1000 + 123.456);
  });

  test('is due now when its schedule time is past', () => {
    expect(read({}, { scheduleTime: { seconds: 1 } }).scheduledAt).toBe(NOW);
  });

  test('asks for a token for its URL unless it names an audience', () => {
    const serviceAccountEmail = 'a@b.test';
    const audienceOf = (audience?: string) =>
      read({ oidcToken: { serviceAccountEmail, ...(audience ? { audience } : {}) } }).oidcToken;

    expect(audienceOf()).toEqual({ email: 'a@b.test', audience: URL_OF_WORKER });
    expect(audienceOf('https://other.test')).toEqual({ email: 'a@b.test', audience: 'https://other.test' });
  });

  test.each<[string, HttpRequestMessage, TaskMessage?]>([
    ['a URL of another scheme', { url: 'ftp://worker.test' }],
    ['something that is no URL', { url: 'https://' }],
    ['a URL that is too long', { url: `https://worker.test/${'x'.repeat(2083)}` }],
    ['a method that does not exist', { httpMethod: 'TRACE' as 'GET' }],
    ['a GET with a body', { httpMethod: 'GET', body: Buffer.from('x') }],
    ['a DELETE with a body', { httpMethod: 'DELETE', body: Buffer.from('x') }],
    ['over 100 KB', { body: Buffer.alloc(100 * 1024) }],
    ['headers of 80 KB', { headers: { a: 'x'.repeat(80 * 1024 - 1) } }],
    ['a token for no account', { oidcToken: { audience: 'x' } }],
    ['a token for something that is no account', { oidcToken: { serviceAccountEmail: 'tasks' } }],
    ['a deadline under 15 s', {}, { dispatchDeadline: { seconds: 14, nanos: 999_000_000 } }],
    ['a deadline over 30 min', {}, { dispatchDeadline: { seconds: 1801 } }],
    ['a time over 30 days ahead', {}, { scheduleTime: { seconds: Math.ceil(NOW / 1000) + MONTH_SECONDS } }],
  ])('must not have %s', (_, ...[request, rest]) => {
    expect(() => read(request, rest)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  test.each<[string, HttpRequestMessage, TaskMessage?]>([
    ['a body with PUT', { httpMethod: 'PUT', body: Buffer.from('x') }],
    ['a body with PATCH', { httpMethod: 'PATCH', body: Buffer.from('x') }],
    ['almost 100 KB', { body: Buffer.alloc(100 * 1024 - URL_OF_WORKER.length - NAME.length) }],
    ['a deadline of 15 s', {}, { dispatchDeadline: { seconds: 15 } }],
    ['a deadline of 30 min', {}, { dispatchDeadline: { seconds: 1800 } }],
    ['a time 30 days ahead', {}, { scheduleTime: { seconds: Math.floor(NOW / 1000) + MONTH_SECONDS } }],
  ])('may have %s', (_, ...[request, rest]) => {
    expect(() => read(request, rest)).not.toThrow();
  });

  test('must have an HTTP request', () => {
    expect(() => readTask({}, NAME, NOW)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  test.each<[string, TaskMessage]>([
    ['App Engine tasks', { appEngineHttpRequest: {} }],
    [
      'access tokens',
      { httpRequest: { url: URL_OF_WORKER, oauthToken: { serviceAccountEmail: 'a@b.test' } } },
    ],
  ])('is refused as not emulated: %s', (_, message) => {
    expect(() => readTask(message, NAME, NOW)).toThrow(expect.objectContaining({ code: 'UNIMPLEMENTED' }));
  });
});

describe('what is told of a task', () => {
  const task = read(
    { headers: { 'X-A': 'b' }, body: Buffer.from('{}'), oidcToken: { serviceAccountEmail: 'a@b.test' } },
    { dispatchDeadline: { seconds: 30 } },
  );

  test('is all of it in the full view', () => {
    expect(writeTask(task, 'FULL')).toEqual({
      name: NAME,
      httpRequest: {
        url: URL_OF_WORKER,
        httpMethod: 'POST',
        headers: { 'X-A': 'b' },
        body: Buffer.from('{}'),
        oidcToken: { serviceAccountEmail: 'a@b.test', audience: URL_OF_WORKER },
      },
      scheduleTime: { seconds: Math.floor(NOW / 1000), nanos: 250_000_000 },
      createTime: { seconds: Math.floor(NOW / 1000), nanos: 0 },
      dispatchDeadline: { seconds: 30, nanos: 0 },
      dispatchCount: 0,
      responseCount: 0,
      view: 'FULL',
    });
  });

  test.each(['BASIC', 'VIEW_UNSPECIFIED', undefined] as const)('leaves out the body in view %s', (view) => {
    const written = writeTask(task, view);

    expect(written.view).toBe('BASIC');
    expect(written.httpRequest).not.toHaveProperty('body');
  });
});

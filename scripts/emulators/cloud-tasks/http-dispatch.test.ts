import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHttpDispatch, type HttpDispatch, type HttpDispatchDeps } from './http-dispatch.ts';
import type { HttpRequestMessage } from './messages.ts';
import { readTask } from './read-task.ts';
import { startTestWorker, type TestWorker } from './start-test-worker.ts';
import { type Attempt, beginAttempt } from './stored-task.ts';

const NAME = 'projects/p/locations/l/queues/my-queue/tasks/my-task';
const NOW = Date.parse('2026-02-25T10:30:00Z');
const OIDC = { serviceAccountEmail: 'tasks@p.test', audience: 'https://worker.test' };

describe('the dispatch by HTTP', () => {
  let worker: TestWorker;
  let http: HttpDispatch;
  beforeEach(async () => {
    worker = await startTestWorker();
    open();
  });
  afterEach(async () => {
    http.close();
    await worker.close();
  });

  function open(deps: Partial<HttpDispatchDeps> = {}): void {
    http = createHttpDispatch({ idToken: async () => 'head.payload.signature', ...deps });
  }

  function attempt(request: HttpRequestMessage = {}, changes: Partial<Attempt> = {}): Attempt {
    const httpRequest = { url: `${worker.url}/work?a=b`, ...request };
    const task = readTask({ httpRequest, dispatchDeadline: { seconds: 30 } }, NAME, NOW);
    return { ...beginAttempt(task, NOW), ...changes };
  }

  test('sends the method, the path, the headers and the bytes of the task', async () => {
    const body = Buffer.from([0, 255, 10]);
    const headers = { 'Content-Type': 'application/json', 'X-Own': 'a, b' };

    expect(await http.send(attempt({ httpMethod: 'PUT', body, headers }))).toEqual({
      status: 200,
      reason: 'HTTP status code 200',
    });

    expect(worker.received).toMatchObject([
      {
        method: 'PUT',
        path: '/work?a=b',
        body,
        headers: { 'content-type': 'application/json', 'x-own': 'a, b', 'content-length': '3' },
      },
    ]);
  });

  test('says on the first attempt which task it is, without an answer that never was', async () => {
    await http.send(attempt());

    const { headers } = worker.received[0] ?? {};
    expect(headers).toMatchObject({
      'user-agent': 'Google-Cloud-Tasks',
      'x-cloudtasks-queuename': 'my-queue',
      'x-cloudtasks-taskname': 'my-task',
      'x-cloudtasks-taskretrycount': '0',
      'x-cloudtasks-taskexecutioncount': '0',
      'x-cloudtasks-tasketa': `${NOW / 1000}.000000`,
    });
    for (const name of [
      'content-type',
      'authorization',
      'x-cloudtasks-taskpreviousresponse',
      'x-cloudtasks-taskretryreason',
    ]) {
      expect(headers).not.toHaveProperty(name);
    }
  });

  test('says on a repeated attempt how often and why, and when it was due', async () => {
    const previous = { status: 404, reason: 'HTTP status code 404' };
    const scheduledAt = NOW + 1500.25;

    await http.send(attempt({}, { retryCount: 3, executionCount: 2, previous, scheduledAt }));

    expect(worker.received[0]?.headers).toMatchObject({
      'x-cloudtasks-taskretrycount': '3',
      'x-cloudtasks-taskexecutioncount': '2',
      'x-cloudtasks-tasketa': `${NOW / 1000 + 1}.500250`,
      'x-cloudtasks-taskpreviousresponse': '404',
      'x-cloudtasks-taskretryreason': 'HTTP status code 404',
    });
  });

  test('lets a task set none of the headers that are for Cloud Tasks to set', async () => {
    const headers = {
      Host: 'other.test',
      'user-agent': 'mine',
      'Content-Length': '99',
      'X-Google-Id': '1',
      'X-AppEngine-Id': '1',
      'X-CloudTasks-TaskRetryCount': '9',
    };

    await http.send(attempt({ headers }));

    const received = worker.received[0]?.headers;
    expect(received).toMatchObject({
      host: new URL(worker.url).host,
      'user-agent': 'Google-Cloud-Tasks',
      'content-length': '0',
      'x-cloudtasks-taskretrycount': '0',
    });
    expect(received).not.toHaveProperty('x-google-id');
    expect(received).not.toHaveProperty('x-appengine-id');
  });

  describe('with a token', () => {
    test('carries the ID token of the account for the audience, in place of any Authorization of its own', async () => {
      const asked: object[] = [];
      open({
        async idToken(wanted) {
          asked.push(wanted);
          return 'head.payload.signature';
        },
      });

      await http.send(attempt({ oidcToken: OIDC, headers: { authorization: 'Basic x' } }));

      expect(asked).toEqual([{ email: 'tasks@p.test', audience: 'https://worker.test' }]);
      expect(worker.received[0]?.headers.authorization).toBe('Bearer head.payload.signature');
    });

    test('has its signature taken off where Cloud Run would', async () => {
      open({ stripSignature: true });

      await http.send(attempt({ oidcToken: OIDC }));

      const { authorization } = worker.received[0]?.headers ?? {};
      expect(authorization).toBe('Bearer head.payload.SIGNATURE_REMOVED_BY_GOOGLE');
    });

    test('that cannot be had is an attempt without an answer', async () => {
      open({ idToken: () => Promise.reject(new Error('no such account')) });

      expect(await http.send(attempt({ oidcToken: OIDC }))).toEqual({
        status: undefined,
        reason: 'no such account',
      });
      expect(worker.received).toEqual([]);
    });

    test('without one, an Authorization of the task passes', async () => {
      await http.send(attempt({ headers: { authorization: 'Basic x' } }));

      expect(worker.received[0]?.headers.authorization).toBe('Basic x');
    });
  });

  test.each([204, 302, 404, 500])('tells status %i', async (status) => {
    worker.answer = async () => status;

    expect((await http.send(attempt())).status).toBe(status);
    expect(worker.received).toHaveLength(1);
  });

  test('tells that there was no answer when the connection breaks', async () => {
    worker.answer = () => Promise.reject(new Error('broken'));

    expect(await http.send(attempt())).toEqual({ status: undefined, reason: 'socket hang up' });
  });

  test('tells that there was no answer when nobody listens', async () => {
    await worker.close();

    const { status, reason } = await http.send(attempt());

    expect(status).toBeUndefined();
    expect(reason).toContain('ECONNREFUSED');
  });

  describe('at the deadline of the task', () => {
    let timers: { ms: number; ring: () => void; calledOff: boolean }[];
    beforeEach(() => {
      timers = [];
      open({
        idToken: () => new Promise(() => {}),
        startTimer(ms, ring) {
          const timer = { ms, ring, calledOff: false };
          timers.push(timer);
          return () => {
            timer.calledOff = true;
          };
        },
      });
    });

    test('breaks the request off, and that is no answer', async () => {
      const came = Promise.withResolvers<void>();
      worker.answer = () => {
        came.resolve();
        return new Promise(() => {});
      };
      const sending = http.send(attempt());
      await came.promise;

      timers[0]?.ring();

      expect(await sending).toEqual({ status: undefined, reason: 'Deadline exceeded' });
      expect(timers[0]?.ms).toBe(30_000);
    });

    test('does not wait for a token either', async () => {
      const sending = http.send(attempt({ oidcToken: OIDC }));

      timers[0]?.ring();

      expect((await sending).reason).toBe('Deadline exceeded');
    });

    test('leaves no timer behind once there is an answer', async () => {
      await http.send(attempt());

      expect(timers).toMatchObject([{ calledOff: true }]);
    });
  });

  test('close breaks off what is under way', async () => {
    const came = Promise.withResolvers<void>();
    worker.answer = () => {
      came.resolve();
      return new Promise(() => {});
    };
    const sending = http.send(attempt());
    await came.promise;

    http.close();

    expect((await sending).status).toBeUndefined();
  });
});

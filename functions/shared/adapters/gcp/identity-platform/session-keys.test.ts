import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../../../../tests/support/test-clock.ts';
import { sessionKeysFrom } from './session-keys.ts';

describe('the keys for session cookies', () => {
  const clock = new TestClock();
  let server: Server;
  let answers: number;
  let answer: { status: number; headers: Record<string, string>; body: string };
  beforeEach(async () => {
    answers = 0;
    answer = { status: 200, headers: {}, body: '{"one": "PEM 1"}' };
    server = createServer((_, response) => {
      answers += 1;
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    return sessionKeysFrom({ url, clock, timeoutMs: 5000 });
  };

  test('are asked for once by all who need them at the same time', async () => {
    const keys = open();

    expect(await Promise.all(Array.from({ length: 20 }, () => keys('one')))).toEqual(Array(20).fill('PEM 1'));
    expect(answers).toBe(1);
  });

  test.each([
    ['for an hour where nothing is said of it', {}, 3_600_000],
    ['for as long as is said', { 'cache-control': 'public, max-age=900, must-revalidate' }, 900_000],
    ['for an hour at most', { 'cache-control': 'public, max-age=86400' }, 3_600_000],
  ])('are kept %s', async (_, headers, ms) => {
    answer.headers = headers;
    const keys = open();
    await keys('one');
    answer.body = '{"one": "PEM 2"}';

    clock.advance(ms - 1);
    expect(await keys('one')).toBe('PEM 1');
    clock.advance(1);
    expect(await keys('one')).toBe('PEM 2');
    expect(answers).toBe(2);
  });

  test('are asked for again for one that is not among them, once a minute and not more', async () => {
    const keys = open();
    expect(await keys('two')).toBeUndefined();
    expect(await keys('three')).toBeUndefined();
    expect(answers).toBe(1);
    answer.body = '{"one": "PEM 1", "two": "PEM 2"}';

    clock.advance(59_999);
    expect(await keys('two')).toBeUndefined();
    clock.advance(1);
    expect(await keys('two')).toBe('PEM 2');
    expect(await keys('three')).toBeUndefined();
    expect(answers).toBe(2);
  });

  test('stay in use while newer ones cannot be had', async () => {
    const keys = open();
    await keys('one');
    answer.status = 503;
    clock.advance(3_600_000);

    expect(await keys('one')).toBe('PEM 1');
    expect(await keys('one')).toBe('PEM 1');
    expect(answers).toBe(2);
    // Of one that is not among them nothing can be told, and not everybody who names one makes us ask.
    await expect(keys('two')).rejects.toThrow('cannot be had: 503');
    await expect(keys('two')).rejects.toThrow('cannot be had: 503');
    expect(answers).toBe(2);
    answer = { ...answer, status: 200, body: '{"two": "PEM 2"}' };
    clock.advance(10_000);
    expect(await keys('two')).toBe('PEM 2');
  });

  test('that cannot be had are an error, and are asked for again', async () => {
    answer.status = 500;
    const keys = open();
    await expect(keys('one')).rejects.toThrow('cannot be had: 500');
    answer = { ...answer, status: 200, body: 'no JSON' };
    await expect(keys('one')).rejects.toThrow();
    answer.body = '{"one": "PEM 1"}';

    expect(await keys('one')).toBe('PEM 1');
  });

  test.each(['__proto__', 'constructor', 'toString', ''])('have no %p', async (kid) => {
    expect(await open()(kid)).toBeUndefined();
  });
});

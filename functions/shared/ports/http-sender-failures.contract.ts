import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SenderContext } from './http-sender.contract.ts';
import { eachRequest } from './http-sender-servers.contract.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';

/** Short, since these tests have to wait for it. */
const DEADLINE_MS = 150;

/** Every way for there to be no answer is a result that says why, in time, and never an exception. */
export function describeFailures(context: SenderContext): void {
  describe('no answer', () => {
    test('because nobody listens', async () => {
      const url = await context.servers.closedPort();

      expect(await context.send(url)).toMatchObject({ kind: 'error', failure: 'connection_refused' });
    });

    test('because there is no such name', async () => {
      // Where there is no name server to ask, it takes the system some seconds to say so.
      const result = await context.send('http://no-such-host.carvos.invalid/hook', { timeoutMs: 25_000 });

      expect(result).toMatchObject({ kind: 'error', failure: 'name_not_found' });
    }, 30_000);

    test.each<[string, (socket: Socket) => void]>([
      ['resets at once', (socket) => socket.resetAndDestroy()],
      ['closes at once', (socket) => socket.end()],
      ['resets instead of answering', (socket) => eachRequest(socket, () => socket.resetAndDestroy())],
      ['closes instead of answering', (socket) => eachRequest(socket, () => socket.end())],
      ['closes amid the status line', (socket) => eachRequest(socket, () => socket.end('HTTP/1.1 2'))],
      ['closes amid the headers', (socket) => eachRequest(socket, () => socket.end(HEAD))],
      [
        'closes amid a body of known length',
        (socket) => eachRequest(socket, () => socket.end(`${HEAD}Content-Length: 10\r\n\r\nhalf`)),
      ],
      [
        'closes amid a chunked body',
        (socket) =>
          eachRequest(socket, () => socket.end(`${HEAD}Transfer-Encoding: chunked\r\n\r\nA\r\nhalf`)),
      ],
      [
        'resets amid a body of known length',
        (socket) =>
          eachRequest(socket, () =>
            socket.write(`${HEAD}Content-Length: 10\r\n\r\nhalf`, () => socket.resetAndDestroy()),
          ),
      ],
      [
        'resets amid a chunked body',
        (socket) =>
          eachRequest(socket, () =>
            socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\nA\r\nhalf`, () =>
              socket.resetAndDestroy(),
            ),
          ),
      ],
    ])('because the server %s; it is asked once only', async (_, misbehave) => {
      let connections = 0;
      const url = await context.servers.raw((socket) => {
        connections += 1;
        misbehave(socket);
      });

      expect(await context.send(url)).toMatchObject({ kind: 'error', failure: 'connection_lost' });

      expect(connections).toBe(1);
    });

    test.each([
      ['speaks another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
      ['answers garbage', '\u0000\u0001\u0002 garbage \r\n\r\n'],
      ['contradicts itself', `${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
      ['mixes length and chunks', `${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
      ['sends a line break within a header', `${HEAD}X: a\rb\r\n\r\n`],
      ['sends endless headers', `${HEAD}${'X-Header: 0123456789\r\n'.repeat(20_000)}`],
    ])('because the server %s', async (_, answer) => {
      const url = await context.servers.raw((socket) => eachRequest(socket, () => socket.write(answer)));

      expect(await context.send(url)).toMatchObject({ kind: 'error', failure: 'bad_answer' });
    });
  });

  describe('the deadline', () => {
    test.each<[string, (socket: Socket) => void]>([
      ['accepts and is silent', () => {}],
      ['reads nothing', (socket) => socket.pause()],
      ['reads all and is silent', (socket) => socket.resume()],
      ['gives half a status line', (socket) => eachRequest(socket, () => socket.write('HTTP/1.1 20'))],
      ['gives half the headers', (socket) => eachRequest(socket, () => socket.write(HEAD))],
      [
        'gives half the body',
        (socket) => eachRequest(socket, () => socket.write(`${HEAD}Content-Length: 10\r\n\r\nhalf`)),
      ],
      [
        'gives headers, and no byte of the body',
        (socket) => eachRequest(socket, () => socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`)),
      ],
      [
        'gives interim answers without end',
        (socket) => eachRequest(socket, () => trickle(socket, 'HTTP/1.1 102 Processing\r\n\r\n')),
      ],
      [
        'gives headers without end, slowly',
        (socket) => eachRequest(socket, () => trickle(socket, 'X: 1\r\n', HEAD)),
      ],
      [
        'gives a body without end, slowly',
        (socket) => eachRequest(socket, () => trickle(socket, 'x', `${HEAD}Content-Length: 9999\r\n\r\n`)),
      ],
    ])('ends the wait for a server that %s, and the connection with it', async (_, behave) => {
      const closed = Promise.withResolvers<void>();
      const url = await context.servers.raw((socket) => {
        socket.once('close', () => closed.resolve());
        behave(socket);
        // A paused socket does not hear that it was closed.
        setTimeout(() => socket.resume(), 2 * DEADLINE_MS).unref();
      });

      const result = await context.send(url, { timeoutMs: DEADLINE_MS, body: Buffer.alloc(5_000_000) });

      expect(result).toMatchObject({ kind: 'error', failure: 'timeout' });
      await closed.promise;
    });

    test('does not outlive the answer', async () => {
      const base = await context.servers.http((_, response) => response.end('in time'));
      const results = [];

      for (let n = 0; n < 20; n += 1) results.push(await context.send(base, { timeoutMs: 5000 }));

      expect(results.every(({ kind }) => kind === 'response')).toBe(true);
    });
  });

  describe('what cannot be sent', () => {
    test.each([
      '',
      'not a url',
      'http://',
      'http://[::1',
      'http://a b/',
      'http://127.0.0.1:99999/',
      'ftp://127.0.0.1/',
      'file:///etc/passwd',
      'data:text/plain,x',
      'javascript:alert(1)',
      '/relative',
      '//127.0.0.1/',
    ])('is a result: the URL %p', async (url) => {
      expect(await context.send(url)).toMatchObject({ kind: 'error', failure: 'invalid_url' });
    });

    test.each(['unix:/var/run/docker.sock:/x', 'http://unix:/var/run/docker.sock:/x'])(
      'is a result: the socket %p',
      async (url) => {
        expect(await context.send(url)).toMatchObject({ kind: 'error' });
      },
    );

    test.each<Record<string, string>>([
      { 'x-a': 'line\nbreak' },
      { 'x-a': 'carriage\rreturn' },
      { 'x-a': '🎉' },
      { 'not a name': 'x' },
      { '': 'x' },
    ])('is a result: the header %p, and nothing of it goes out', async (headers) => {
      let connections = 0;
      const url = await context.servers.raw(() => {
        connections += 1;
      });

      expect(await context.send(url, { headers })).toMatchObject({ kind: 'error', failure: 'other' });

      expect(connections).toBe(0);
    });
  });

  test('whatever a server does, there is a result, and the sender goes on working', async () => {
    const fragment = fc.constantFrom(
      'HTTP/1.1 200 OK\r\n',
      'HTTP/1.0 500 Oops\r\n',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
      'HTTP/1.1 100 Continue\r\n\r\n',
      'HTTP/1.1 204 No Content\r\n\r\n',
      'Content-Length: 4\r\n',
      'Transfer-Encoding: chunked\r\n',
      'Connection: close\r\n',
      '\r\n',
      '4\r\nabcd\r\n',
      '0\r\n\r\n',
      'abcd',
      '\u0000\u00ff',
    );
    const script = fc.record({
      parts: fc.array(fragment, { maxLength: 7 }),
      end: fc.constantFrom('end', 'destroy', 'resetAndDestroy'),
      afterRequest: fc.boolean(),
    });
    let next: { parts: string[]; end: string; afterRequest: boolean } | undefined;
    const url = await context.servers.raw((socket) => {
      const { parts = [], end = 'end', afterRequest = false } = next ?? {};
      const play = () => {
        for (const part of parts) socket.write(part, 'latin1');
        setImmediate(() => socket[end as 'end' | 'destroy' | 'resetAndDestroy']());
      };
      if (afterRequest) eachRequest(socket, play);
      else play();
    });

    await fc.assert(
      fc.asyncProperty(script, async (planned) => {
        next = planned;
        const { kind } = await context.send(url);
        expect(['response', 'error']).toContain(kind);
      }),
      { numRuns: 150 },
    );

    const healthy = await context.servers.http((_, response) => response.end());
    expect(await context.send(healthy)).toMatchObject({ kind: 'response', statusCode: 200 });
  });
}

/** Writes a piece every few milliseconds for as long as the socket lasts. */
function trickle(socket: Socket, piece: string, first = ''): void {
  socket.write(first);
  const timer = setInterval(() => socket.write(piece), 10);
  socket.once('close', () => clearInterval(timer));
}

import type { Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { StartupError } from '../../functions/shared/core/startup-error.ts';
import { respond } from '../../functions/shared/http/respond.ts';
import { closeServer, createHttpServer, listen } from './create-http-server.ts';

describe('the HTTP server', () => {
  let server: Server;
  let port: number;
  beforeEach(async () => {
    const options = { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 };
    const handle = async (_: unknown, response: Parameters<typeof respond>[0]) =>
      respond(response, { status: 200, body: { served: true } });
    server = createHttpServer(handle, options);
    port = await listen(server, 0);
  });
  afterEach(() => closeServer(server));

  /** What comes back for these bytes until the server ends the connection. */
  async function exchange(bytes: string): Promise<{ status: string; body: unknown; head: string }> {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    socket.write(bytes);
    let text = '';
    for await (const chunk of socket) text += chunk;
    const [head = '', body = ''] = text.split('\r\n\r\n');
    return { status: head.split('\r\n')[0] ?? '', body: JSON.parse(body), head };
  }

  test.each([
    [
      'no Host in HTTP/1.1',
      'GET / HTTP/1.1\r\nconnection: close\r\n\r\n',
      'HTTP/1.1 400 Bad Request',
      { detail: 'The Host header is missing' },
    ],
    ['no Host in HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', 'HTTP/1.1 200 OK', { served: true }],
    [
      'an expectation that nobody knows',
      'POST / HTTP/1.1\r\nhost: x\r\nexpect: foo\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
      'HTTP/1.1 417 Expectation Failed',
      { detail: 'The only Expect that is met is 100-continue' },
    ],
    [
      'a head that never ends',
      'GET / HTTP/1.1\r\nhost: x\r\nx-slow: ',
      'HTTP/1.1 408 Request Timeout',
      { detail: 'The request did not arrive in time' },
    ],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`,
      'HTTP/1.1 431 Request Header Fields Too Large',
      { detail: 'The headers are too large' },
    ],
    [
      'what is not HTTP',
      'HELO\r\n\r\n',
      'HTTP/1.1 400 Bad Request',
      { detail: 'The request is not valid HTTP' },
    ],
  ])('answers %s as JSON', async (_, bytes, status, body) => {
    const answer = await exchange(bytes);

    expect([answer.status, answer.body]).toEqual([status, body]);
    expect(answer.head).toContain('content-type: application/json');
  });

  test('says that a port is in use, and how to take another', async () => {
    const other = createHttpServer(async () => {});
    const listening = listen(other, port);

    await expect(listening).rejects.toBeInstanceOf(StartupError);
    await expect(listening).rejects.toThrow(
      `Port ${port} is in use. Choose another one: PORT=8081 npm start`,
    );
  });
});

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type ReadBodyOptions, RequestAbortedError, readBody } from './read-body.ts';

describe('readBody', () => {
  const servers: Server[] = [];
  let socket: Socket;
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** Opens a request with this head and these first bytes, and begins to read its body. */
  async function open(head: string, options: ReadBodyOptions, before?: (request: IncomingMessage) => void) {
    const server = createServer().listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${head}`);
    const [request] = (await once(server, 'request')) as [IncomingMessage];
    before?.(request);
    return readBody(request, options);
  }

  test('the bytes come back exactly', async () => {
    const bytes = Buffer.from([0, 255, 128, 13, 10]).toString('latin1');
    const body = open('content-length: 5\r\n\r\n', {}, () => socket.write(bytes, 'latin1'));
    expect([...(await body)]).toEqual([0, 255, 128, 13, 10]);
  });

  test('a request without a body has an empty one', async () => {
    expect(await open('\r\n', {})).toEqual(Buffer.alloc(0));
  });

  test('one byte over the cap is refused, announced or not', async () => {
    const announced = open('content-length: 4\r\n\r\n', { maxBytes: 3 });
    await expect(announced).rejects.toMatchObject({ code: 'body_too_large', status: 413 });
    const chunked = open('transfer-encoding: chunked\r\n\r\n4\r\nabcd\r\n', { maxBytes: 3 });
    await expect(chunked).rejects.toMatchObject({ code: 'body_too_large' });
  });

  test('a body that stops coming is given up at its deadline', async () => {
    const stalled = open('content-length: 10\r\n\r\nhalf', { timeoutMs: 30 });
    await expect(stalled).rejects.toMatchObject({ code: 'body_timeout', status: 408 });
  });

  test('a client that goes away ends it', async () => {
    const body = open('content-length: 10\r\n\r\nhalf', {}, () => socket.destroy());
    await expect(body).rejects.toThrow(RequestAbortedError);
  });

  test('a body that was read before (the Firebase emulator) counts under the same cap', async () => {
    const handOver = (rawBody: Buffer) => (request: IncomingMessage) => Object.assign(request, { rawBody });
    const same = Buffer.from('abc');
    expect(await open('content-length: 3\r\n\r\nxyz', {}, handOver(same))).toBe(same);
    const large = open('content-length: 4\r\n\r\n', { maxBytes: 3 }, handOver(Buffer.from('abcd')));
    await expect(large).rejects.toMatchObject({ code: 'body_too_large' });
  });

  test('a body that somebody else has read and thrown away is an error, not an empty body', async () => {
    const request = { readableEnded: true, headers: {} } as IncomingMessage;
    await expect(readBody(request)).rejects.toThrow('something else has read the body');
  });
});

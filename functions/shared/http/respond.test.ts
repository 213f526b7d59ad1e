import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tempDir } from '../../../tests/support/temp-dir.ts';
import { respond } from './respond.ts';

/** More than a socket's buffers take. */
const PIECE = Buffer.alloc(8 * 1024 * 1024);

describe('an answer to a request whose body is not read', () => {
  let dir: ReturnType<typeof tempDir>;
  let server: Server;
  beforeEach(() => {
    dir = tempDir();
    server = createServer((_, response) => respond(response, { status: 413, body: { detail: 'too large' } }));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    dir.remove();
  });

  /** Sends one half of a body, looks whether the answer is there by then, and only if not sends the other half. */
  async function answerTo(target: object): Promise<{ cameEarly: boolean; text: string }> {
    const outgoing = httpRequest({
      ...target,
      method: 'POST',
      headers: { 'content-length': 2 * PIECE.length },
    });
    const answered = once(outgoing, 'response');
    // Whoever is answered early may find the connection closed as it sends on.
    outgoing.on('error', () => {});
    outgoing.write(PIECE);
    // Long enough for an answer that does not wait for the rest.
    const late = new Promise((resolve) => setTimeout(resolve, 300, 'late'));
    const cameEarly = (await Promise.race([answered, late])) !== 'late';
    if (!cameEarly) outgoing.end(PIECE);
    const [response] = await answered;
    let text = '';
    for await (const chunk of response) text += chunk;
    outgoing.destroy();
    return { cameEarly, text };
  }

  test('comes at once over a network, and can still be read', async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address() as { port: number };

    const { cameEarly, text } = await answerTo({ host: '127.0.0.1', port: address.port });
    expect([cameEarly, text]).toEqual([true, '{"detail":"too large"}']);
  });

  test('comes when all of it has been sent over a pipe, where the Firebase emulator is at the other end', async () => {
    const socketPath = join(dir.path, 'pipe');
    server.listen(socketPath);
    await once(server, 'listening');

    const { cameEarly, text } = await answerTo({ socketPath });
    expect([cameEarly, text]).toEqual([false, '{"detail":"too large"}']);
  });

  test('over a pipe leaves it to the client to close the connection', async () => {
    const socketPath = join(dir.path, 'pipe');
    server.listen(socketPath);
    await once(server, 'listening');
    const socket = connect(socketPath);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    let isClosed = false;
    socket.once('end', () => {
      isClosed = true;
    });

    socket.write('POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 1\r\n\r\nx');
    while (!text.endsWith('{"detail":"too large"}')) await new Promise((resolve) => setTimeout(resolve, 10));
    // Long enough for a server that would close it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isClosed).toBe(false);
    socket.destroy();
  });
});

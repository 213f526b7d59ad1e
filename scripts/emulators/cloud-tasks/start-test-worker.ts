import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { wireHeaders } from '../../../tests/support/wire-headers.ts';

export interface ReceivedTask {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

export interface TestWorker {
  /** `http://127.0.0.1:port` */
  url: string;
  /** What has come so far. */
  received: ReceivedTask[];
  /** Makes the answer: an HTTP status, or a rejection for none. A 200 unless a test says otherwise. */
  answer: (task: ReceivedTask) => Promise<number>;
  close(): Promise<void>;
}

/** For tests: an HTTP server that takes tasks. */
export async function startTestWorker(): Promise<TestWorker> {
  const worker: TestWorker = { url: '', received: [], answer: async () => 200, close };
  // Idle connections stay open: one that is closed just as it is used again would be an attempt without an answer.
  const server = createServer(
    { keepAliveTimeout: 60_000 },
    (request, response) => void take(request, response),
  );

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request;
    // As they came: our own reading of bodies takes the framing headers off requests, for the whole process.
    const headers = wireHeaders(request);
    try {
      const task = { method, path, headers, body: await buffer(request) };
      worker.received.push(task);
      response.writeHead(await worker.answer(task)).end();
    } catch {
      response.destroy();
    }
  }

  async function close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    server.closeAllConnections();
    await promise;
  }

  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  worker.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return worker;
}

import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { StartupError } from '../../functions/shared/core/startup-error.ts';
import type { HttpHandler } from '../../functions/shared/http/http-handler.ts';
import { respond } from '../../functions/shared/http/respond.ts';

/**
 * Node's HTTP server, but what it would refuse with an empty answer of its own is answered as `{"detail": …}`, like every other
 * error.
 */
export function createHttpServer(handle: HttpHandler, options: ServerOptions = {}): Server {
  const server = createServer({ ...options, requireHostHeader: false }, (request, response) => {
    if (lacksHost(request)) respond(response, HOST_MISSING);
    else void handle(request, response);
  });
  server.on('checkExpectation', (_: IncomingMessage, response: ServerResponse) => {
    respond(response, EXPECTATION_FAILED);
  });
  server.on('clientError', answerBrokenRequest);
  return server;
}

const HOST_MISSING = { status: 400, body: { detail: 'The Host header is missing' } };
const EXPECTATION_FAILED = { status: 417, body: { detail: 'The only Expect that is met is 100-continue' } };

/** HTTP/1.1 demands the header (RFC 9112, section 3.2); HTTP/1.0 knows none. */
function lacksHost({ headers, httpVersion }: IncomingMessage): boolean {
  return httpVersion === '1.1' && headers.host === undefined;
}

const BROKEN_REQUESTS: Readonly<Record<string, { status: string; detail: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    detail: 'The headers are too large',
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', detail: 'The request did not arrive in time' },
};
const NOT_HTTP = { status: '400 Bad Request', detail: 'The request is not valid HTTP' };

/** What is not HTTP, or not all of it, never becomes a request; it gets an answer all the same. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const { status, detail } = BROKEN_REQUESTS[error.code ?? ''] ?? NOT_HTTP;
  const body = JSON.stringify({ detail });
  const head = `content-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`);
}

/** Listens on 127.0.0.1 and resolves to the port. Throws a {@link StartupError} when it may not. */
export async function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('listening', resolve).once('error', reject);
  server.listen(port, '127.0.0.1');
  try {
    await promise;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === 'EADDRINUSE' ? 'is in use' : code === 'EACCES' ? 'may not be used' : undefined;
    if (problem === undefined) throw error;
    const advice = `Port ${port} ${problem}. Choose another one: PORT=8081 npm start`;
    throw new StartupError(advice, { cause: error });
  }
  return (server.address() as AddressInfo).port;
}

const MAX_CLOSE_MS = 8000;

/** Waits for answers under way, but not for ever. */
export async function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const impatient = setTimeout(() => server.closeAllConnections(), MAX_CLOSE_MS);
  server.close(() => resolve());
  server.closeIdleConnections();
  await promise;
  clearTimeout(impatient);
}

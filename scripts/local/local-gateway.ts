import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { FUNCTION_NAMES, type FunctionName } from '../../functions/function-names.ts';
import { functionForPath } from '../../functions/public-routes.ts';
import type { Config } from '../../functions/shared/config.ts';
import { GatewayError } from '../../functions/shared/core/errors.ts';
import { createHttpHandler, type HttpHandler } from '../../functions/shared/http/http-handler.ts';
import { respond } from '../../functions/shared/http/respond.ts';
import { createRuntime, type Runtime, type RuntimeOverrides } from '../../functions/shared/runtime.ts';
import { createAiStandIn } from './create-ai-stand-in.ts';
import { createHandlers } from './create-handlers.ts';
import { createTaskDispatcher } from './create-task-dispatcher.ts';
import { createInbox } from './inbox/create-inbox.ts';
import { openInboxStore } from './inbox/inbox-store.ts';
import { runSweep } from './run-sweep.ts';
import { type Demo, seedDemo } from './seed-demo.ts';

export interface LocalGateway {
  runtime: Runtime;
  baseUrl: string;
  demo: Demo;
  /** Dispatches tasks as they fall due, and sweeps every minute. Tests leave this out and turn the clock by hand. */
  startQueue(): void;
  /** For tests: does all that is due now; returns how many tasks were dispatched. */
  runDueTasks(): Promise<number>;
  /** For tests: what the scheduler does every minute. */
  sweepOnce(): Promise<void>;
  /** Answers what is under way, takes nothing new, and closes the database. */
  stop(): Promise<void>;
}

const SWEEP_INTERVAL_MS = 60_000;

/** Runs all of CarvOS in this process on one port: the functions behind production's routes, a stand-in AI service, the inbox. */
export async function startLocalGateway(
  config: Config,
  overrides: RuntimeOverrides = {},
): Promise<LocalGateway> {
  let handler: HttpHandler = async (_request, response) => respond(response, STARTING);
  const server = createServer((request, response) => void handler(request, response));
  server.on('clientError', answerBrokenRequest);
  const port = await listen(server, config.port);
  const baseUrl = `http://127.0.0.1:${port}`;
  const runtime = await runtimeOrClose(server, { ...config, port }, overrides);
  const inboxStore = openInboxStore(overrides.inMemory ? ':memory:' : config.dataDir);
  const demo = await seedDemo(runtime, { baseUrl, dataDir: config.dataDir });
  handler = createRouter(runtime, {
    ...createHandlers(runtime),
    ai: createAiStandIn(runtime, { baseUrl, mode: config.aiStandInMode }),
    inbox: createInbox(runtime, inboxStore, demo.ats_id),
  });
  const dispatch = createTaskDispatcher(runtime, baseUrl);
  let sweeping: NodeJS.Timeout | undefined;
  const sweepOnce = () => runSweep(runtime, baseUrl);
  return {
    runtime,
    baseUrl,
    demo,
    startQueue() {
      runtime.queue.start(dispatch);
      sweeping = setInterval(() => void sweepOnce(), SWEEP_INTERVAL_MS);
    },
    runDueTasks: () => runtime.queue.runDue(dispatch),
    sweepOnce,
    async stop() {
      clearInterval(sweeping);
      await runtime.queue.stop();
      await close(server);
      inboxStore.close();
      runtime.close();
    },
  };
}

/** What is not HTTP never becomes a request; it is answered in the shape of every other error all the same. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const body = JSON.stringify({
    detail: tooLarge ? 'The headers are too large' : 'The request is not valid HTTP',
  });
  const head = `content-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`);
}

const STARTING = { status: 503, body: { detail: 'CarvOS is starting. Try again' } };

type LocalHandlers = Record<FunctionName | 'ai' | 'inbox', HttpHandler>;

function createRouter(runtime: Runtime, handlers: LocalHandlers): HttpHandler {
  const notFound = createHttpHandler(runtime, async () => {
    throw new GatewayError('route_not_found');
  });
  return async (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    if (path === '/') return redirect(response, '/inbox');
    return (localHandler(handlers, path) ?? notFound)(request, response);
  };
}

function localHandler(handlers: LocalHandlers, path: string): HttpHandler | undefined {
  const routed = functionForPath(path);
  if (routed) return handlers[routed];
  if (path.startsWith('/_ai/')) return handlers.ai;
  if (path === '/inbox' || path === '/inbox.json' || path.startsWith('/inbox/')) return handlers.inbox;
  // Where tasks and the scheduler call a function: in production by its own URL.
  const internal = FUNCTION_NAMES.find((name) => path === `/_functions/${name}`);
  return internal && handlers[internal];
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location });
  response.end();
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('listening', resolve).once('error', reject);
  await promise;
  return (server.address() as AddressInfo).port;
}

async function runtimeOrClose(server: Server, config: Config, overrides: RuntimeOverrides): Promise<Runtime> {
  try {
    return createRuntime(config, overrides);
  } catch (error) {
    await close(server);
    throw error;
  }
}

const MAX_CLOSE_MS = 8000;

/** Waits for answers under way, but not for ever. */
async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const impatient = setTimeout(() => server.closeAllConnections(), MAX_CLOSE_MS);
  server.close(() => resolve());
  server.closeIdleConnections();
  await promise;
  clearTimeout(impatient);
}

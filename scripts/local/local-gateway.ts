import { realpathSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Config } from '../../functions/shared/config.ts';
import type { HttpHandler } from '../../functions/shared/http/http-handler.ts';
import { respond } from '../../functions/shared/http/respond.ts';
import { createRuntime, type Runtime, type RuntimeOverrides } from '../../functions/shared/runtime.ts';
import { assertFolderIsFree } from './assert-folder-is-free.ts';
import { type AiStandIn, createAiStandIn } from './create-ai-stand-in.ts';
import { createHandlers } from './create-handlers.ts';
import { closeServer, createHttpServer, listen } from './create-http-server.ts';
import { createRouter } from './create-router.ts';
import { createTaskDispatcher } from './create-task-dispatcher.ts';
import type { Demo } from './demo-file.ts';
import { createInbox } from './inbox/create-inbox.ts';
import { type InboxStore, openInboxStore } from './inbox/inbox-store.ts';
import { runSweep } from './run-sweep.ts';
import { seedDemo } from './seed-demo.ts';

export interface LocalGateway {
  runtime: Runtime;
  baseUrl: string;
  demo: Demo;
  /** Dispatches tasks as they fall due, and sweeps, now and every minute. Tests leave this out and turn the clock by hand. */
  startQueue(): void;
  /** For tests: does all that is due now; returns how many tasks were dispatched. */
  runDueTasks(): Promise<number>;
  /** For tests: what the scheduler does every minute. */
  sweepOnce(): Promise<void>;
  /** Answers what is under way, takes nothing new, and closes the database. */
  stop(): Promise<void>;
}

const SWEEP_INTERVAL_MS = 60_000;
const STARTING = { status: 503, body: { detail: 'CarvOS is starting. Try again' } };

/**
 * Runs all of CarvOS in this process on one port: the functions behind production's routes, a stand-in AI service, the inbox.
 * Throws a `StartupError` where whoever starts it can put right what is in the way.
 */
export async function startLocalGateway(
  config: Config,
  overrides: RuntimeOverrides = {},
): Promise<LocalGateway> {
  let handler: HttpHandler = async (_request, response) => respond(response, STARTING);
  const server = createHttpServer((request, response) => handler(request, response));
  const port = await listen(server, config.port);
  try {
    const parts = await openParts({ ...config, port }, overrides);
    handler = parts.router;
    return createGateway(server, parts);
  } catch (error) {
    await closeServer(server);
    throw error;
  }
}

interface Parts {
  runtime: Runtime;
  inboxStore: InboxStore;
  ai: AiStandIn;
  router: HttpHandler;
  baseUrl: string;
  demo: Demo;
}

async function openParts(config: Config, overrides: RuntimeOverrides): Promise<Parts> {
  const { dataDir, aiStandInMode: mode } = config;
  const baseUrl = `http://127.0.0.1:${config.port}`;
  await assertFolderIsFree(dataDir, baseUrl);
  const runtime = createRuntime(config, overrides);
  try {
    const inboxStore = openInboxStore(overrides.inMemory ? ':memory:' : dataDir);
    const demo = await seedDemo(runtime, { baseUrl, dataDir });
    const ai = createAiStandIn(runtime, { baseUrl, mode });
    const inbox = createInbox(runtime, inboxStore, demo.ats_id);
    const handlers = { ...createHandlers(runtime), ai: ai.handler, inbox };
    const router = createRouter({ ...runtime, handlers, dataDir: realpathSync(dataDir) });
    return { runtime, inboxStore, ai, router, baseUrl, demo };
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

function createGateway(server: Server, { runtime, inboxStore, ai, baseUrl, demo }: Parts): LocalGateway {
  const dispatch = createTaskDispatcher(runtime, baseUrl);
  const stopping = new AbortController();
  let everyMinute: NodeJS.Timeout | undefined;
  let sweep: Promise<void> | undefined;
  const sweepOnce = () => {
    // One that still goes on is not joined by another.
    sweep ??= runSweep(runtime, baseUrl, stopping.signal).finally(() => {
      sweep = undefined;
    });
    return sweep;
  };
  return {
    runtime,
    baseUrl,
    demo,
    startQueue() {
      runtime.queue.start(dispatch);
      // At once as well: what a crash left behind need not wait for the first minute.
      void sweepOnce();
      everyMinute = setInterval(() => void sweepOnce(), SWEEP_INTERVAL_MS);
    },
    runDueTasks: () => runtime.queue.runDue(dispatch),
    sweepOnce,
    async stop() {
      clearInterval(everyMinute);
      stopping.abort();
      await sweep;
      await runtime.queue.stop();
      // While the server still takes the results: an event whose result is lost waits for a day.
      await ai.drain();
      await closeServer(server);
      inboxStore.close();
      await runtime.close();
    },
  };
}

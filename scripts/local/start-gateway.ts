import { realpathSync } from 'node:fs';
import type { Server } from 'node:http';
import type { LocalConfig } from '../../functions/shared/config.ts';
import type { HttpHandler } from '../../functions/shared/http/http-handler.ts';
import { respond } from '../../functions/shared/http/respond.ts';
import { type AiStandIn, createAiStandIn } from './create-ai-stand-in.ts';
import { createHandlers } from './create-handlers.ts';
import { closeServer, createHttpServer, listen } from './create-http-server.ts';
import { createPortalPages } from './create-portal-pages.ts';
import { createRouter } from './create-router.ts';
import { createScheduler } from './create-scheduler.ts';
import type { Demo } from './demo-file.ts';
import type { GatewayPlatform } from './gateway-platform.ts';
import { createInbox } from './inbox/create-inbox.ts';
import { type InboxStore, openInboxStore } from './inbox/inbox-store.ts';
import { seedDemo } from './seed-demo.ts';

export interface Gateway<P extends GatewayPlatform = GatewayPlatform> {
  runtime: P['runtime'];
  /** The machines around the functions: the scheduler and the AI service, and for tests the queues. */
  outside: P['outside'];
  baseUrl: string;
  demo: Demo;
  /** Dispatches tasks as they fall due, and sweeps, now and every minute. Tests leave this out and turn the clock by hand. */
  startQueue(): void;
  /** For tests: does all that is due now; returns how many tasks were dispatched. */
  runDueTasks(): Promise<number>;
  /** For tests: what the scheduler does every minute. */
  sweepOnce(): Promise<void>;
  /** Answers what is under way, takes nothing new, and ends connections. */
  stop(): Promise<void>;
}

export interface GatewayOptions<P extends GatewayPlatform> {
  /** 0: any that is free. */
  port: number;
  /** Where `demo.json` is written, and the inbox unless it is kept in memory. Made by `openPlatform` if it is missing. */
  dataDir: string;
  inboxInMemory: boolean;
  aiStandInMode: LocalConfig['aiStandInMode'];
  /** Resolves to the folder of the built portal, once all else is in place. Left out, its pages say that it is not built. */
  preparePortal?: (() => Promise<string>) | undefined;
  /** Called once the port is known. */
  openPlatform: (baseUrl: string) => Promise<P>;
}

const STARTING = { status: 503, body: { detail: 'CarvOS is starting. Try again' } };

/**
 * Runs all of CarvOS in this process on one port: the functions behind production's routes, a stand-in AI service, the inbox.
 * Throws a `StartupError` where whoever starts it can put right what is in the way.
 */
export async function startGateway<P extends GatewayPlatform>(
  options: GatewayOptions<P>,
): Promise<Gateway<P>> {
  let handler: HttpHandler = async (_request, response) => respond(response, STARTING);
  const server = createHttpServer((request, response) => handler(request, response));
  const port = await listen(server, options.port);
  try {
    const parts = await openParts(options, `http://127.0.0.1:${port}`);
    handler = parts.router;
    return createGateway(server, parts);
  } catch (error) {
    await closeServer(server);
    throw error;
  }
}

interface Parts<P> {
  platform: P;
  inboxStore: InboxStore;
  ai: AiStandIn;
  router: HttpHandler;
  baseUrl: string;
  demo: Demo;
}

async function openParts<P extends GatewayPlatform>(
  options: GatewayOptions<P>,
  baseUrl: string,
): Promise<Parts<P>> {
  const { dataDir, inboxInMemory, aiStandInMode: mode } = options;
  const platform = await options.openPlatform(baseUrl);
  const { runtime, outside, mails = [] } = platform;
  try {
    const inboxStore = openInboxStore(inboxInMemory ? ':memory:' : dataDir);
    const demo = await seedDemo(runtime, { baseUrl, dataDir });
    const ai = createAiStandIn({ ...runtime, identity: outside }, { baseUrl, mode });
    const inbox = createInbox(runtime, { store: inboxStore, mails, demoAtsId: demo.ats_id });
    const portal = createPortalPages(runtime, await options.preparePortal?.());
    const handlers = { ...createHandlers(runtime), ai: ai.handler, inbox, portal };
    const router = createRouter({ ...runtime, handlers, dataDir: realpathSync(dataDir) });
    return { platform, inboxStore, ai, router, baseUrl, demo };
  } catch (error) {
    await platform.close();
    throw error;
  }
}

function createGateway<P extends GatewayPlatform>(server: Server, parts: Parts<P>): Gateway<P> {
  const { platform, inboxStore, ai, baseUrl, demo } = parts;
  const scheduler = createScheduler(platform, `${baseUrl}/_functions/sweep`);
  return {
    runtime: platform.runtime,
    outside: platform.outside,
    baseUrl,
    demo,
    startQueue() {
      platform.startQueue();
      scheduler.start();
    },
    runDueTasks: () => platform.runDueTasks(),
    sweepOnce: scheduler.sweepOnce,
    async stop() {
      await scheduler.stop();
      await platform.stopQueue();
      // While the server still takes the results: an event whose result is lost waits for a day.
      await ai.drain();
      await closeServer(server);
      inboxStore.close();
      await platform.close();
    },
  };
}

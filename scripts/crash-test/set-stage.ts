import { setWebhookUrl } from '../../functions/shared/flows/update-ats.ts';
import { freePort } from '../free-port.ts';
import { type Demo, demoFile } from '../local/demo-file.ts';
import type { ServerRun } from './run-notes.ts';
import { type Pushing, startPushing } from './start-pushing.ts';
import { type Receiver, startReceiver } from './start-receiver.ts';
import { type RunningServer, type ServerOptions, startServer } from './start-server.ts';
import { withRuntime } from './with-runtime.ts';

export interface StageOptions {
  dataDir: string;
  /** As `CARVOS_LADDER` has it. */
  ladder: string;
  seed: string;
  /** Over which candidates are pushed at once. */
  connections: number;
  signal: AbortSignal;
}

/** All that takes part: the server that is killed, and an ATS that pushes to it and receives from it. */
export interface Stage {
  /** The one that runs now. */
  server: RunningServer;
  serverOptions: ServerOptions;
  /** The lives that are over. */
  runs: ServerRun[];
  receiver: Receiver;
  pushing: Pushing;
  /** Ends everything that was started. */
  clear(): Promise<void>;
}

/** Starts a receiver and a server, has the demo ATS's webhooks go to the receiver, and begins to push candidates. */
export async function setStage({ dataDir, ladder, seed, connections, signal }: StageOptions): Promise<Stage> {
  let demo: Demo | undefined;
  const receiver = await startReceiver({ seed, secret: () => demo?.outgoing_secret ?? '' });
  let server: RunningServer | undefined;
  try {
    const serverOptions = { dataDir, port: await freePort(), ladder };
    server = await startServer(serverOptions);
    demo = demoFile(dataDir).read() as Demo;
    await withRuntime(dataDir, (runtime) => setWebhookUrl(runtime, 'demo', receiver.url));
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    const pushing = startPushing({ demo, seed, connections, signal: until });
    const stage: Stage = {
      ...{ server, serverOptions, runs: [], receiver, pushing },
      async clear() {
        over.abort();
        await stage.server.kill();
        await pushing.stop();
        await receiver.stop();
      },
    };
    return stage;
  } catch (error) {
    await server?.kill();
    await receiver.stop();
    throw error;
  }
}

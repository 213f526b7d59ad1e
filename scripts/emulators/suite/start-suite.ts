import type { LocalConfig } from '../../../functions/shared/config.ts';
import { createScheduler } from '../../local/create-scheduler.ts';
import type { Demo } from '../../local/demo-file.ts';
import { openInboxStore } from '../../local/inbox/inbox-store.ts';
import { seedDemo } from '../../local/seed-demo.ts';
import type { EmulatedPlatform } from '../open-emulated-platform.ts';
import type { Teardown } from './create-teardown.ts';
import type { Tools } from './find-tools.ts';
import { lendDataFolder } from './lend-data-folder.ts';
import { openSuitePlatform } from './open-suite-platform.ts';
import type { CliLine } from './read-cli-line.ts';
import { serveSide } from './serve-side.ts';
import { startFunctions } from './start-functions.ts';
import { startSideServer } from './start-side-server.ts';
import { suiteUrls } from './suite-urls.ts';
import { takePorts } from './take-ports.ts';

export interface Suite {
  demo: Demo;
  /** Names, for a shell, the variables by which other processes find this suite. */
  envFile: string;
  /** Resolves to what has ended by itself, should something. */
  broken: Promise<string>;
}

export interface SuiteOptions {
  tools: Tools;
  config: Pick<LocalConfig, 'port' | 'dataDir' | 'aiStandInMode' | 'aiServiceUrl' | 'logLevel'>;
  /** Settings of the functions that are passed on as they are, such as `CARVOS_LADDER`. */
  settings: Readonly<Record<string, string>>;
  logDestination: NodeJS.WritableStream | undefined;
  onLine: (line: CliLine) => void;
}

/**
 * All of CarvOS on the Firebase Emulator Suite: Hosting and each function in processes of their own, and in this one what stands in
 * Google's and the AI service's place. Everything is in memory. What is to be undone goes to `teardown` step by step, so that it can
 * be ended at any time. Throws a `StartupError` where whoever starts it can put right what is in the way.
 */
export async function startSuite(options: SuiteOptions, teardown: Teardown): Promise<Suite> {
  const { tools, config, onLine } = options;
  const { dataDir, aiStandInMode: mode } = config;
  const ports = await takePorts(config.port);
  const inboxStore = openInboxStore(':memory:');
  teardown.add(() => inboxStore.close());
  const side = await startSideServer();
  teardown.add(() => side.stop());
  const google = await openSuitePlatform({ ...options, ports, sideUrl: side.url }, teardown);
  const { platform, projectId } = google;
  const firebase = await startFunctions({ command: tools.firebase, ports, google, onLine }, teardown);
  const { baseUrl, functionUrl } = suiteUrls(ports, projectId);

  const dataFolder = lendDataFolder(dataDir);
  const demo = await seedDemo(platform.runtime, { baseUrl, dataDir, inboxUrl: `${side.url}/inbox` });
  teardown.add(() => dataFolder.giveBack(demo));
  const drainAi = serveSide({ side, platform, inboxStore, demo, mode });
  teardown.add(drainAi);
  startWork(platform, functionUrl.replace('{function}', 'sweep'), teardown);
  const broken = Promise.race([
    firebase.ended.then(() => 'firebase-tools has ended'),
    google.firestoreEnded.then(() => 'the Firestore emulator has ended'),
  ]);
  return { demo, envFile: dataFolder.writeEnv(platform.env), broken };
}

/** Tasks are dispatched and the scheduler sweeps, from now on. */
function startWork(platform: EmulatedPlatform, sweepUrl: string, teardown: Teardown): void {
  platform.startQueue();
  teardown.add(() => platform.stopQueue());
  const scheduler = createScheduler(platform, sweepUrl);
  scheduler.start();
  teardown.add(() => scheduler.stop());
}

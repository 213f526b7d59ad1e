import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../functions/shared/adapters/system/system-clock.ts';
import type { LocalConfig } from '../../../functions/shared/config.ts';
import { startFirestoreEmulator } from '../firestore/start-firestore-emulator.ts';
import { startMetadataServer } from '../metadata-server.ts';
import { type EmulatedPlatform, openEmulatedPlatform } from '../open-emulated-platform.ts';
import { CERTS_PATH } from './create-side-router.ts';
import type { Teardown } from './create-teardown.ts';
import type { Tools } from './find-tools.ts';
import type { SuitePorts } from './suite-config.ts';
import { authEmulatorOf, suiteUrls } from './suite-urls.ts';

/** What stands in Google's place, and how functions in other processes find it. */
export interface SuitePlatform {
  platform: EmulatedPlatform;
  projectId: string;
  /** `127.0.0.1:port` of the metadata server. */
  metadata: string;
  /** Resolves when the Firestore emulator has ended; never where it is not ours. */
  firestoreEnded: Promise<unknown>;
}

export interface SuitePlatformOptions {
  tools: Pick<Tools, 'firestore'>;
  ports: SuitePorts;
  config: Pick<LocalConfig, 'logLevel' | 'aiServiceUrl'>;
  /** Settings of the functions that are passed on as they are, such as `CARVOS_LADDER`. */
  settings: Readonly<Record<string, string>>;
  /** Where the AI service's stand-in is, and the keys for ID tokens. */
  sideUrl: string;
  logDestination: NodeJS.WritableStream | undefined;
}

/** Each dispatch under way keeps a process of its own busy, and a laptop has room for some dozen of them. */
const MAX_CONCURRENT_DISPATCHES = 2;

/** Starts Firestore, Cloud Tasks, Secret Manager, and what issues ID tokens; what is to be undone goes to `teardown`. */
export async function openSuitePlatform(
  options: SuitePlatformOptions,
  teardown: Teardown,
): Promise<SuitePlatform> {
  const { tools, ports, config, settings, sideUrl, logDestination } = options;
  const firestore = await openFirestore(tools.firestore, teardown);
  const { projectId } = firestore;
  const platform = await openEmulatedPlatform({
    baseUrl: sideUrl,
    clock: systemClock,
    firestoreEmulator: firestore.host,
    // firebase-tools starts it later, together with the functions.
    authEmulator: authEmulatorOf(ports),
    projectId,
    maxConcurrentDispatches: MAX_CONCURRENT_DISPATCHES,
    env: {
      ...settings,
      CARVOS_FUNCTION_URL: suiteUrls(ports, projectId).functionUrl,
      CARVOS_PORTAL_URL: suiteUrls(ports, projectId).baseUrl,
      CARVOS_ID_TOKEN_CERTS_URL: `${sideUrl}${CERTS_PATH}`,
      ...(config.aiServiceUrl ? { AI_SERVICE_URL: config.aiServiceUrl } : {}),
    },
    ...(logDestination ? { overrides: { logDestination } } : {}),
  });
  teardown.add(() => platform.close());
  // All functions run as one account here; `process` is the only one that speaks for itself to anybody.
  const email = platform.env.CARVOS_PROCESS_ACCOUNT ?? '';
  const metadata = await startMetadataServer({ issuer: platform.issuer, email, projectId });
  teardown.add(() => metadata.stop());
  return { platform, projectId, metadata: metadata.address, firestoreEnded: firestore.ended };
}

async function openFirestore(firestore: Tools['firestore'], teardown: Teardown) {
  if ('host' in firestore) {
    // Others may use it too, and what an earlier run left in it is sealed with keys that are gone.
    const projectId = `demo-carvos-${randomBytes(4).toString('hex')}`;
    return { host: firestore.host, projectId, ended: new Promise(() => {}) };
  }
  const emulator = await startFirestoreEmulator({ ...firestore, ownProcessGroup: true });
  teardown.add(() => emulator.stop());
  return { host: emulator.host, projectId: 'demo-carvos', ended: emulator.ended };
}

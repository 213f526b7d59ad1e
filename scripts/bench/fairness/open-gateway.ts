import { createPinoLogger } from '../../../functions/shared/adapters/system/pino-logger.ts';
import { systemClock } from '../../../functions/shared/adapters/system/system-clock.ts';
import { loadLocalConfig } from '../../../functions/shared/config.ts';
import { NO_RATE_LIMIT } from '../../../functions/shared/core/rate-limit.ts';
import { startLocalGateway } from '../../local/local-gateway.ts';
import { type Gateway, startGateway } from '../../local/start-gateway.ts';

export type BenchPlatform = 'local' | 'gcp';

export interface OpenGatewayOptions {
  platform: BenchPlatform;
  dataDir: string;
  aiServiceUrl: string;
  /** `127.0.0.1:port`; on Google Cloud's platform. */
  firestoreEmulator: string;
}

/** All of CarvOS in this process, its queues not started: on disk, or on Google's emulator and the local servers beside it. */
export async function openGateway(options: OpenGatewayOptions): Promise<Gateway> {
  const { platform, dataDir, aiServiceUrl, firestoreEmulator } = options;
  const usual = { logLevel: 'silent', rateLimit: NO_RATE_LIMIT, aiServiceUrl } as const;
  if (platform === 'local') return startLocalGateway({ ...loadLocalConfig({}), ...usual, dataDir, port: 0 });
  const { openEmulatedPlatform } = await import('../../emulators/open-emulated-platform.ts');
  return startGateway({
    port: 0,
    dataDir,
    inboxInMemory: true,
    aiStandInMode: 'sync',
    openPlatform: (baseUrl) =>
      openEmulatedPlatform({
        baseUrl,
        clock: systemClock,
        firestoreEmulator,
        config: usual,
        overrides: { log: createPinoLogger({ level: 'silent' }) },
      }),
  });
}

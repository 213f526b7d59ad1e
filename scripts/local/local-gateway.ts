import type { LocalConfig } from '../../functions/shared/config.ts';
import type { LocalRuntimeOverrides } from '../../functions/shared/runtime/local-runtime.ts';
import { assertFolderIsFree } from './assert-folder-is-free.ts';
import { openLocalPlatform } from './open-local-platform.ts';
import { type Gateway, startGateway } from './start-gateway.ts';

export type LocalGateway = Gateway<ReturnType<typeof openLocalPlatform>>;

/** Runs all of CarvOS on the embedded platform. Throws a `StartupError` where whoever starts it can put right what is in the way. */
export async function startLocalGateway(
  config: LocalConfig,
  overrides: LocalRuntimeOverrides = {},
  preparePortal?: () => Promise<string>,
): Promise<LocalGateway> {
  const { port, dataDir, aiStandInMode } = config;
  return startGateway({
    port,
    dataDir,
    aiStandInMode,
    preparePortal,
    inboxInMemory: overrides.inMemory ?? false,
    async openPlatform(baseUrl) {
      await assertFolderIsFree(dataDir, baseUrl);
      return openLocalPlatform({ ...config, port: Number(new URL(baseUrl).port) }, overrides, baseUrl);
    },
  });
}

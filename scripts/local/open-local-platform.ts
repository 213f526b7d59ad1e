import type { LocalConfig } from '../../functions/shared/config.ts';
import {
  createLocalRuntime,
  type LocalRuntime,
  type LocalRuntimeOverrides,
} from '../../functions/shared/runtime/local-runtime.ts';
import { createTaskDispatcher } from './create-task-dispatcher.ts';
import type { GatewayPlatform } from './gateway-platform.ts';
import { purgeExpired } from './purge-expired.ts';

/** The embedded platform, with tasks dispatched to the functions below `baseUrl`. Throws a `StartupError`. */
export function openLocalPlatform(
  config: LocalConfig,
  overrides: LocalRuntimeOverrides,
  baseUrl: string,
): GatewayPlatform & { runtime: LocalRuntime } {
  const runtime = createLocalRuntime(config, overrides);
  const { queue, identity, mails } = runtime;
  const dispatch = createTaskDispatcher(runtime, baseUrl);
  return {
    runtime,
    mails,
    outside: identity,
    startQueue: () => queue.start(dispatch),
    runDueTasks: () => queue.runDue(dispatch),
    stopQueue: () => queue.stop(),
    purgeExpired: (signal) => purgeExpired(runtime, signal),
    close: () => runtime.close(),
  };
}

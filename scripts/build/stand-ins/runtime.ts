import { ConfigError, loadConfig } from '../../../functions/shared/config.ts';
import { createGcpRuntime } from '../../../functions/shared/runtime/gcp-runtime.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';

let shared: Runtime | undefined;

/** Stands for the composition root in a release, which holds one platform only: nothing of the embedded one is in it. */
export function runtime(): Runtime {
  shared ??= createRuntime();
  return shared;
}

function createRuntime(): Runtime {
  const config = loadConfig(process.env);
  if (config.platform === 'gcp') return createGcpRuntime(config);
  throw new ConfigError(['A release runs on Google Cloud only. Set CARVOS_PLATFORM=gcp']);
}

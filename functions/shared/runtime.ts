import { createRequire } from 'node:module';
import { type Config, loadConfig } from './config.ts';
import type { GcpRuntimeOverrides } from './runtime/gcp-runtime.ts';
import type { LocalRuntimeOverrides } from './runtime/local-runtime.ts';
import type { Runtime } from './runtime/runtime-parts.ts';

export type { Runtime, RuntimeOverrides } from './runtime/runtime-parts.ts';

/**
 * Puts the configured platform together; only that one's modules are loaded. This and the files in `runtime/` are the composition
 * root, the only place that names adapters. Throws a `StartupError`.
 */
export function createRuntime(
  config: Config,
  overrides: LocalRuntimeOverrides & GcpRuntimeOverrides = {},
): Runtime {
  // A require of an ES module is synchronous, as a function must be registered when its module has been loaded.
  const require = createRequire(import.meta.url);
  if (config.platform === 'gcp') {
    const {
      createGcpRuntime,
    }: typeof import('./runtime/gcp-runtime.ts') = require('./runtime/gcp-runtime.ts');
    return createGcpRuntime(config, overrides);
  }
  const {
    createLocalRuntime,
  }: typeof import('./runtime/local-runtime.ts') = require('./runtime/local-runtime.ts');
  return createLocalRuntime(config, overrides);
}

let shared: Runtime | undefined;

/** The runtime of this process, made from its environment on first use. */
export function runtime(): Runtime {
  shared ??= createRuntime(loadConfig(process.env));
  return shared;
}

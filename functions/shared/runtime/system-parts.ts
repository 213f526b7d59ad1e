import { createPinoLogger } from '../adapters/system/pino-logger.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { createSystemIds } from '../adapters/system/system-ids.ts';
import type { Config } from '../config.ts';
import type { RuntimeOverrides } from './runtime-parts.ts';

/** The parts that are the same on every platform. */
export function createSystemParts({ logLevel }: Pick<Config, 'logLevel'>, overrides: RuntimeOverrides) {
  const { clock = systemClock, logDestination } = overrides;
  const logOptions = { level: logLevel, ...(logDestination ? { destination: logDestination } : {}) };
  return {
    clock,
    ids: overrides.ids ?? createSystemIds(clock),
    log: overrides.log ?? createPinoLogger(logOptions),
  };
}

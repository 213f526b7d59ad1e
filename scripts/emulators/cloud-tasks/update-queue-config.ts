import { requireArgument } from '../service-error.ts';
import type { QueueMessage } from './messages.ts';
import { type QueueConfig, readQueueConfig, writeQueueConfig } from './queue-config.ts';

const RATE_LIMITS = ['maxDispatchesPerSecond', 'maxConcurrentDispatches'];
const RETRY_CONFIG = ['maxAttempts', 'maxRetryDuration', 'minBackoff', 'maxBackoff', 'maxDoublings'];
const FIELDS = new Map([
  ...RATE_LIMITS.map((field) => [field, 'rateLimits'] as const),
  ...RETRY_CONFIG.map((field) => [field, 'retryConfig'] as const),
]);

/** Fields that may stand in a mask and change nothing here: output only, or of no meaning to HTTP tasks. */
const WITHOUT_EFFECT = new Set([
  'name',
  'state',
  'purgeTime',
  'rateLimits.maxBurstSize',
  'appEngineRoutingOverride',
  'stackdriverLoggingConfig',
  'stackdriverLoggingConfig.samplingRatio',
]);

/** `current` with the masked fields of `update`, or all of them where the mask is empty. Throws INVALID_ARGUMENT. */
export function updateQueueConfig(
  current: QueueConfig,
  update: QueueMessage,
  mask: readonly string[],
): QueueConfig {
  if (mask.length === 0) return readQueueConfig(update);
  const message: Record<string, Record<string, unknown>> = structuredClone(
    writeQueueConfig(current),
  ) as never;
  for (const path of mask.map(camelCase).filter((path) => !WITHOUT_EFFECT.has(path))) {
    const [part = '', field] = path.split('.');
    const fields = [...FIELDS.keys()].filter((each) => FIELDS.get(each) === part && (field ?? each) === each);
    requireArgument(fields.length > 0, `"${path}" is not a field of a queue`);
    const given = (update as Record<string, Record<string, unknown> | null | undefined>)[part];
    for (const each of fields) message[part] = { ...message[part], [each]: given?.[each] };
  }
  return readQueueConfig(message as QueueMessage);
}

/** Masks come in the spelling of the `.proto`. */
function camelCase(path: string): string {
  return path.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

import { GatewayError } from '../core/errors.ts';

/** What a backend of ours refuses or does not answer is a 503 to the caller: trying again may help. */
export function orUnavailable<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw cause instanceof GatewayError ? cause : new GatewayError('unavailable', { cause });
  });
}

import { GatewayError } from '../core/errors.ts';

/** What a backend of ours refuses or does not answer is a 503 to the caller: trying again may help. */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw cause instanceof GatewayError ? cause : new GatewayError('unavailable', { cause });
  }
}

import { apiKeyMatches } from '../core/api-key.ts';
import type { Ats } from '../core/ats.ts';
import { GatewayError } from '../core/errors.ts';

/** Proves that `apiKey` is the ATS's. Throws 401, also for an unknown ATS; 403 for a disabled one whose key is right. */
export function authorizeApiKey(ats: Ats | undefined, apiKey: string): Ats {
  const matches = apiKeyMatches(apiKey, ats?.apiKeyHash);
  if (!matches || ats === undefined) throw new GatewayError('invalid_api_key');
  if (!ats.enabled) throw new GatewayError('ats_disabled');
  return ats;
}

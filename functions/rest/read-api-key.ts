import type { IncomingMessage } from 'node:http';
import { atsIdOfApiKey } from '../shared/core/api-key.ts';
import { GatewayError } from '../shared/core/errors.ts';
import { singleHeader } from '../shared/http/request-headers.ts';

/** The API key of a call, and the ATS that it names; whether it is right is not looked at. Throws a 401. */
export function readApiKey(request: IncomingMessage): { value: string; atsId: string } {
  const { value, repeated } = singleHeader(request, 'x-api-key');
  const atsId = value === undefined || repeated ? undefined : atsIdOfApiKey(value);
  if (value === undefined || atsId === undefined) throw new GatewayError('invalid_api_key');
  return { value, atsId };
}

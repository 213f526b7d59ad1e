import { GatewayError } from '../shared/core/errors.ts';
import { callerAuthorization } from '../shared/http/caller-authorization.ts';
import { createHttpHandler, type HttpHandler, type HttpHandlerDeps } from '../shared/http/http-handler.ts';
import type { ServiceIdentity } from '../shared/ports/service-identity.ts';
import { type SweepDeps, sweep } from './sweep.ts';

/** The function that the scheduler calls every minute. Answers what it did: `{"requeued": {"events": n, "deliveries": n}, "failed": n}`. */
export function createSweep(deps: SweepDeps & HttpHandlerDeps & { identity: ServiceIdentity }): HttpHandler {
  return createHttpHandler(deps, async (request) => {
    if (request.method !== 'POST')
      throw new GatewayError('method_not_allowed', { headers: { allow: 'POST' } });
    const caller = await deps.identity.verify(callerAuthorization(request), 'sweep');
    if (caller !== 'scheduler') throw new GatewayError('invalid_token');
    const { failed, ...requeued } = await sweep(deps);
    // The scheduler shows a 500 as a failed run, which somebody is told of.
    return { status: failed === 0 ? 200 : 500, body: { requeued, failed } };
  });
}

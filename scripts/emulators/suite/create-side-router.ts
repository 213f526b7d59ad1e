import { GatewayError } from '../../../functions/shared/core/errors.ts';
import {
  createHttpHandler,
  type HttpHandler,
  type HttpHandlerDeps,
} from '../../../functions/shared/http/http-handler.ts';
import { isOurHost } from '../../local/is-our-host.ts';
import type { IdTokenIssuer } from '../id-token-issuer.ts';

export interface SideRouterDeps extends HttpHandlerDeps {
  ai: HttpHandler;
  inbox: HttpHandler;
  issuer: Pick<IdTokenIssuer, 'certs'>;
}

/** Where the keys are that ID tokens are verified with. */
export const CERTS_PATH = '/_certs';

/** What stands beside the suite: the AI service's stand-in, the inbox, and the keys that Google would publish. */
export function createSideRouter({ ai, inbox, issuer, ...deps }: SideRouterDeps): HttpHandler {
  const certs = createHttpHandler(deps, async () => ({ status: 200, body: await issuer.certs() }));
  const notFound = createHttpHandler(deps, async () => {
    throw new GatewayError('route_not_found');
  });
  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    if (path.startsWith('/_ai/')) return ai(request, response);
    if (path === CERTS_PATH) return certs(request, response);
    const isInbox = path === '/inbox' || path === '/inbox.json' || path.startsWith('/inbox/');
    return (isInbox && isOurHost(request) ? inbox : notFound)(request, response);
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { FUNCTION_NAMES, type FunctionName } from '../../functions/function-names.ts';
import { functionForPath } from '../../functions/public-routes.ts';
import { GatewayError } from '../../functions/shared/core/errors.ts';
import {
  createHttpHandler,
  type HttpHandler,
  type HttpHandlerDeps,
} from '../../functions/shared/http/http-handler.ts';
import { matchRoute } from '../../functions/shared/http/route.ts';
import { isOurHost } from './is-our-host.ts';

export type LocalHandlers = Record<FunctionName | 'ai' | 'inbox' | 'portal', HttpHandler>;

export interface RouterDeps extends HttpHandlerDeps {
  handlers: LocalHandlers;
  /** As the file system spells it: what another `npm start` compares its own with. */
  dataDir: string;
}

/** What the load balancer routes in production, and besides it what only a developer's machine has. */
export function createRouter({ handlers, dataDir, ...deps }: RouterDeps): HttpHandler {
  const notFound = createHttpHandler(deps, async () => {
    throw new GatewayError('route_not_found');
  });
  const about = createHttpHandler(deps, async (request) => {
    matchRoute([{ path: '/_local', methods: { GET: 'about' } }], request);
    return { status: 200, body: { data_dir: dataDir } };
  });
  return async (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    const handler = keyedHandler(handlers, path) ?? (isOurHost(request) ? openHandler(path) : undefined);
    return (handler ?? notFound)(request, response);
  };

  /** What needs no key. */
  function openHandler(path: string): HttpHandler | undefined {
    if (path === '/') return redirectToPortal;
    if (path === '/_local') return about;
    const isInbox = path === '/inbox' || path === '/inbox.json' || path.startsWith('/inbox/');
    if (isInbox) return handlers.inbox;
    return path === '/portal' || path.startsWith('/portal/') ? handlers.portal : undefined;
  }
}

/** What asks for a key, a signature or an identity token of its own. */
function keyedHandler(handlers: LocalHandlers, path: string): HttpHandler | undefined {
  const routed = functionForPath(path);
  if (routed) return handlers[routed];
  if (path.startsWith('/_ai/')) return handlers.ai;
  // Where tasks and the scheduler call a function: in production by its own URL.
  const internal = FUNCTION_NAMES.find((name) => path === `/_functions/${name}`);
  return internal && handlers[internal];
}

/** As Hosting does. */
async function redirectToPortal(_: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(302, { location: '/portal/' });
  response.end();
}

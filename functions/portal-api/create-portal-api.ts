import type { HttpHandler } from '../shared/http/http-handler.ts';
import { createPortalHandler } from '../shared/portal/create-portal-handler.ts';
import type { PortalApiDeps } from './portal-api-deps.ts';
import { PORTAL_ROUTES } from './portal-routes.ts';

/** What the portal's pages ask for: sign-in, configuration, secrets, deliveries, activity, and what Carv staff do. */
export function createPortalApi(deps: PortalApiDeps): HttpHandler {
  return createPortalHandler(deps, PORTAL_ROUTES);
}

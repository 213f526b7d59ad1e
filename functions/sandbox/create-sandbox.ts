import type { HttpHandler } from '../shared/http/http-handler.ts';
import { createPortalHandler } from '../shared/portal/create-portal-handler.ts';
import { SANDBOX_ROUTES, type SandboxHandlerDeps } from './sandbox-routes.ts';

/** Test webhooks for those who administer an ATS: preview and synchronous send (spec section 5). */
export function createSandbox(deps: SandboxHandlerDeps): HttpHandler {
  return createPortalHandler(deps, SANDBOX_ROUTES);
}

import { DESCRIBED_ROUTES } from '../../functions/portal-api/portal-routes.ts';
import { portalApiDocument } from '../../functions/shared/openapi/portal-api-document.ts';

/** `docs/portal-api.openapi.json`: what the portal's pages call, also at `GET /portal/api/openapi.json`. */
export function portalApiJson(): string {
  return `${JSON.stringify(portalApiDocument(DESCRIBED_ROUTES), null, 2)}\n`;
}

import { portalOperation } from '../shared/portal/portal-operation.ts';
import type { PortalApiDeps } from './portal-api-deps.ts';

/** Makes an operation of the portal's API. */
export const operation = portalOperation<PortalApiDeps>();

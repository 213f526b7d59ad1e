import { runtime } from '../shared/runtime.ts';
import { createPortalApi } from './create-portal-api.ts';

const portalApi = createPortalApi(runtime());

export { portalApi as 'portal-api' };

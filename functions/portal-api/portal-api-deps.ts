import type { AtsDeps } from '../shared/flows/create-ats.ts';
import type { InviteDeps } from '../shared/flows/invite-administrator.ts';
import type { ResendDeps } from '../shared/flows/resend-delivery.ts';
import type { SignInDeps } from '../shared/flows/sign-in.ts';
import type { PortalHandlerDeps } from '../shared/portal/create-portal-handler.ts';
import type { PortalSettings } from '../shared/portal/portal-settings.ts';

/** What the portal's API works with. */
export interface PortalApiDeps extends PortalHandlerDeps, AtsDeps, ResendDeps, SignInDeps, InviteDeps {
  portal: PortalSettings;
}

import { GatewayError } from '../../functions/shared/core/errors.ts';
import type { PortalAccount, PortalIdentity } from '../../functions/shared/ports/portal-identity.ts';

/** The account of that address. Throws `not_found`. */
export async function findPerson(
  { portalIdentity }: { portalIdentity: PortalIdentity },
  email: string,
): Promise<PortalAccount> {
  const found = await portalIdentity.find(email);
  if (found === undefined || found === 'not-ours') {
    throw new GatewayError('not_found', { detail: `There is no account of ${email} in the portal` });
  }
  return found;
}

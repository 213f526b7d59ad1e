import { GatewayError } from '../../functions/shared/core/errors.ts';
import { type Invitation, passwordLink } from '../../functions/shared/flows/invite-administrator.ts';
import { PersonExistsError, type PortalIdentity } from '../../functions/shared/ports/portal-identity.ts';

interface InviteStaffDeps {
  portalIdentity: PortalIdentity;
  portal: { url: string };
}

/**
 * Lets somebody in as Carv's staff: makes their account, or finds it where they were invited before, and a link by which they set their
 * password. Only an operator may: no call of the portal makes staff. Throws `already_exists` for an address that has an account for
 * something else, or one that is disabled.
 */
export async function inviteStaff(
  { portalIdentity, portal }: InviteStaffDeps,
  email: string,
): Promise<Invitation> {
  if (!(await isStaff(portalIdentity, email))) {
    try {
      await portalIdentity.create(email, { role: 'staff' });
    } catch (error) {
      if (!(error instanceof PersonExistsError)) throw error;
      // Somebody else has invited them at the same moment, or the account is none of CarvOS's.
      if (!(await isStaff(portalIdentity, email)))
        throw taken(`${email} has an account that has no role here`);
    }
  }
  const { code, expiresAt } = await portalIdentity.passwordCode(email);
  return { email: email.toLowerCase(), link: { url: passwordLink(portal.url, code), expiresAt } };
}

/** Whether there is an account of staff by that address; throws `already_exists` where it is not one to invite. */
async function isStaff(portalIdentity: PortalIdentity, email: string): Promise<boolean> {
  const found = await portalIdentity.find(email);
  if (found === undefined) return false;
  if (found === 'not-ours') throw taken(`${email} has an account that has no role here`);
  if (found.role.role !== 'staff') throw taken(`${email} administers the ATS ${found.role.atsId}`);
  if (!found.disabled) return true;
  throw new GatewayError('already_exists', {
    detail: `The account of ${email} is disabled: enable it first`,
  });
}

function taken(why: string): GatewayError {
  return new GatewayError('already_exists', { detail: `${why} already: invite another address` });
}

import { GatewayError } from '../core/errors.ts';
import type { PortalIdentity } from '../ports/portal-identity.ts';
import { PersonExistsError } from '../ports/portal-identity.ts';
import { getAts } from './get-ats.ts';
import { type NoteActivityDeps, noteActivity } from './note-activity.ts';

export interface InviteDeps extends NoteActivityDeps {
  portalIdentity: PortalIdentity;
  portal: { url: string };
}

export interface Invitation {
  email: string;
  /** Where they set their password. It is given here, once. */
  url: string;
  /** Epoch ms. */
  expiresAt: number;
}

/**
 * Lets somebody administer an ATS: makes their account, or finds it where they were invited before, and a link by which they set their
 * password. Throws `not_found`, and `already_exists` for an address that has an account for something else.
 */
export async function inviteAdministrator(
  deps: InviteDeps,
  atsId: string,
  email: string,
): Promise<Invitation> {
  await getAts(deps, atsId);
  const isThere = await assertInvitable(deps, atsId, email);
  const invited = { field: 'administrator', before: null, after: email.toLowerCase() };
  await noteActivity(deps, { atsId, action: 'administrator.invited', changes: [invited] });
  if (!isThere) await createAdministrator(deps, atsId, email);
  const { code, expiresAt } = await deps.portalIdentity.passwordCode(email);
  return { email: email.toLowerCase(), url: passwordLink(deps.portal.url, code), expiresAt };
}

/** Whether there is an account of that address that administers this ATS; throws `already_exists` where it is for something else. */
export async function assertInvitable(
  { portalIdentity }: Pick<InviteDeps, 'portalIdentity'>,
  atsId: string,
  email: string,
): Promise<boolean> {
  const found = await portalIdentity.find(email);
  if (found === undefined) return false;
  const { role, disabled } = found;
  if (role.role !== 'administrator' || role.atsId !== atsId) throw taken(email);
  if (disabled) {
    throw new GatewayError('already_exists', {
      detail: `The account of ${email} is disabled: enable it first`,
    });
  }
  return true;
}

/** The page on which a password is set. A code in the fragment is sent to no server, and stands in none's log. */
export function passwordLink(portalUrl: string, code: string): string {
  return `${portalUrl}/set-password#code=${encodeURIComponent(code)}`;
}

async function createAdministrator(deps: InviteDeps, atsId: string, email: string): Promise<void> {
  try {
    await deps.portalIdentity.create(email, { role: 'administrator', atsId });
  } catch (error) {
    if (!(error instanceof PersonExistsError)) throw error;
    // Somebody else has invited them at the same moment, or the account is none of CarvOS's.
    if (!(await assertInvitable(deps, atsId, email))) throw taken(email);
  }
}

function taken(email: string): GatewayError {
  return new GatewayError('already_exists', {
    detail: `${email} has an account for something else already: invite another address`,
  });
}

import { GatewayError } from '../core/errors.ts';
import { PersonExistsError, type PortalAccount, type PortalIdentity } from '../ports/portal-identity.ts';
import { getAts } from './get-ats.ts';
import { type NoteActivityDeps, noteActivity } from './note-activity.ts';

export interface InviteDeps extends NoteActivityDeps {
  portalIdentity: PortalIdentity;
  portal: { url: string };
}

export interface Invitation {
  email: string;
  /** Where they set their password, given here, once. Null for somebody who has one: they get a link by mail, and nobody else does. */
  link: { url: string /** Epoch ms. */; expiresAt: number } | null;
}

/**
 * Lets somebody administer an ATS: makes their account, or finds it where they were invited before. Whoever invites gets the link by which
 * a password is set only where none was set yet: by another they would get in as somebody else. Throws `not_found`, and `already_exists`
 * for an address that has an account for something else.
 */
export async function inviteAdministrator(
  deps: InviteDeps,
  atsId: string,
  email: string,
): Promise<Invitation> {
  const { portalIdentity, portal } = deps;
  await getAts(deps, atsId);
  const address = email.toLowerCase();
  const account =
    (await findInvitable(deps, atsId, email)) ?? (await createAdministrator(deps, atsId, email));
  const note = (action: 'administrator.invited' | 'administrator.password_mailed') =>
    noteActivity(deps, {
      atsId,
      action,
      changes: [{ field: 'administrator', before: null, after: address }],
    });
  if (account.hasPassword) {
    await note('administrator.password_mailed');
    await portalIdentity.sendPasswordMail(email);
    return { email: address, link: null };
  }
  // Before there is a link: what cannot be written down is not handed out.
  await note('administrator.invited');
  const { code, expiresAt } = await portalIdentity.passwordCode(email);
  return { email: address, link: { url: passwordLink(portal.url, code), expiresAt } };
}

/** The account of that address if it administers this ATS, undefined if there is none; throws `already_exists` where it is for something else. */
export async function findInvitable(
  { portalIdentity }: Pick<InviteDeps, 'portalIdentity'>,
  atsId: string,
  email: string,
): Promise<PortalAccount | undefined> {
  const found = await portalIdentity.find(email);
  if (found === undefined) return undefined;
  if (found === 'not-ours') throw taken(email);
  const { role, disabled } = found;
  if (role.role !== 'administrator' || role.atsId !== atsId) throw taken(email);
  if (!disabled) return found;
  throw new GatewayError('already_exists', {
    detail: `The account of ${email} is disabled: enable it first`,
  });
}

/** The page on which a password is set. A code in the fragment is sent to no server, and stands in none's log. */
export function passwordLink(portalUrl: string, code: string): string {
  return `${portalUrl}/set-password#code=${encodeURIComponent(code)}`;
}

async function createAdministrator(
  deps: InviteDeps,
  atsId: string,
  email: string,
): Promise<Pick<PortalAccount, 'hasPassword'>> {
  try {
    await deps.portalIdentity.create(email, { role: 'administrator', atsId });
  } catch (error) {
    if (!(error instanceof PersonExistsError)) throw error;
  }
  // As it is now: somebody else may have made it at the same moment, for the same or for something else.
  const made = await findInvitable(deps, atsId, email);
  if (made === undefined) throw taken(email);
  return made;
}

function taken(email: string): GatewayError {
  return new GatewayError('already_exists', {
    detail: `${email} has an account for something else already: invite another address`,
  });
}

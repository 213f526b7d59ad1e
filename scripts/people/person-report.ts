import { shownTime } from '../../functions/shared/flows/describe-event.ts';
import type { PortalIdentity } from '../../functions/shared/ports/portal-identity.ts';
import type { Report } from '../ats/run-command.ts';
import { fieldsText } from '../ats/text.ts';
import { findPerson } from './find-person.ts';

/** An account as it is now. Throws `not_found`. */
export async function personReport(deps: { portalIdentity: PortalIdentity }, email: string): Promise<Report> {
  const { role, disabled, lastSignInAt, ...person } = await findPerson(deps, email);
  const json = {
    email: person.email,
    role: role.role,
    ats_id: role.role === 'administrator' ? role.atsId : null,
    enabled: !disabled,
    last_sign_in_at: lastSignInAt === null ? null : shownTime(lastSignInAt),
  };
  return { json, text: fieldsText(json) };
}

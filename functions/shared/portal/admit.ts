import { isAtsId } from '../core/api-key.ts';
import { GatewayError } from '../core/errors.ts';
import type { Person } from '../core/portal/person.ts';
import type { Caller } from './portal-operation.ts';

const STAFF_ONLY = 'Only Carv staff may do this';
const ADMINISTRATORS_ONLY =
  'Only an administrator of the ATS may do this: Carv staff have no part in its secrets';

/**
 * Which ATS a call is about, for somebody who may make it: the one that the path names or, where it names none, their own. Empty for
 * staff where none is named. Throws `not_found` for an administrator who names another ATS, whether there is one or not, and
 * `not_permitted`.
 */
export function admit(who: Caller, { role }: Person, named: string | undefined): string {
  if (role.role === 'administrator') {
    if (named !== undefined && named !== role.atsId) throw noSuchAts(named);
    if (who === 'staff') throw new GatewayError('not_permitted', { detail: STAFF_ONLY });
    return role.atsId;
  }
  if (who === 'administrator') throw new GatewayError('not_permitted', { detail: ADMINISTRATORS_ONLY });
  if (named !== undefined && !isAtsId(named)) throw noSuchAts(named);
  return named ?? '';
}

/** In the words of one that does not exist. */
function noSuchAts(atsId: string): GatewayError {
  return new GatewayError('not_found', { detail: `There is no ATS ${atsId}` });
}

import type { Person } from '../../../core/portal/person.ts';
import { PersonExistsError, type PortalIdentity } from '../../../ports/portal-identity.ts';
import { type Account, lookUp, personOf } from './account.ts';
import { endOfSessions, type IdentityParts } from './identity-parts.ts';
import { undefinedFor } from './identity-toolkit-error.ts';
import { writeRoleClaims } from './role-claims.ts';

/** An account without a role that is older than this was left behind by a call that failed half-way. */
const UNFINISHED_AFTER_MS = 60_000;

/** Accounts, and who may use them. */
export function createPortalPeople(
  parts: IdentityParts,
): Pick<PortalIdentity, 'create' | 'find' | 'setDisabled'> {
  const { toolkit } = parts;
  return {
    async create(email, role): Promise<Person> {
      const address = email.toLowerCase();
      const userId = (await signUp(parts, address)) ?? (await findUnfinished(parts, address));
      if (userId === undefined) throw new PersonExistsError();
      // Not at once with the account: Identity Platform takes no claims for one that is not there yet.
      await toolkit.asOwner('/accounts:update', { localId: userId, customAttributes: writeRoleClaims(role) });
      return { userId, email: address, role, lastSignInAt: null };
    },
    async find(email) {
      const account = await lookUp(toolkit, { email: [email.toLowerCase()] });
      const person = account && personOf(account);
      return person && { ...person, disabled: account?.disabled ?? false };
    },
    async setDisabled(userId, disabled) {
      // In one call, so that no session comes back to life as somebody is let in again.
      const sessions = disabled ? { validSince: endOfSessions(parts) } : {};
      await toolkit.asOwner('/accounts:update', { localId: userId, disableUser: disabled, ...sessions });
    },
  };
}

async function signUp({ toolkit }: IdentityParts, email: string): Promise<string | undefined> {
  const made = await toolkit
    .asOwner<{ localId: string }>('/accounts', { email })
    .catch(undefinedFor('EMAIL_EXISTS'));
  return made?.localId;
}

/**
 * The account that an earlier call made and could not give its role. Only one that nobody can have got into: somebody who signed up
 * himself, with a password of his own, must not come by the role that the address is given later.
 */
async function findUnfinished({ toolkit, clock }: IdentityParts, email: string): Promise<string | undefined> {
  const account = await lookUp(toolkit, { email: [email] });
  const isLeft = Number(account?.createdAt) <= clock.now() - UNFINISHED_AFTER_MS;
  return account && isLeft && isUntouched(account) ? account.localId : undefined;
}

function isUntouched({
  customAttributes,
  disabled,
  passwordHash,
  passwordUpdatedAt,
  providerUserInfo,
}: Account): boolean {
  return !(customAttributes || disabled || passwordHash || passwordUpdatedAt || providerUserInfo?.length);
}

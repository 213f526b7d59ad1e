import { GatewayError } from '../../../core/errors.ts';
import type { Person } from '../../../core/portal/person.ts';
import { validationError } from '../../../core/validation-error.ts';
import { PersonExistsError, type PortalIdentity } from '../../../ports/portal-identity.ts';
import { type Account, lookUp, personOf } from './account.ts';
import { endOfSessions, type IdentityParts } from './identity-parts.ts';
import { IdentityToolkitError, undefinedFor } from './identity-toolkit-error.ts';
import { writeRoleClaims } from './role-claims.ts';

/** An account without a role that is older than this was left behind by a call that failed half-way. */
const UNFINISHED_AFTER_MS = 60_000;
const UNFINISHED = 'An account of this address is just being made. Try again in a minute';

/** Accounts, and who may use them. */
export function createPortalPeople(
  parts: IdentityParts,
): Pick<PortalIdentity, 'create' | 'find' | 'setDisabled'> {
  const { toolkit } = parts;
  return {
    async create(email, role): Promise<Person> {
      const address = email.toLowerCase();
      const userId = (await signUp(parts, address)) ?? (await takeUp(parts, address));
      // Not at once with the account: Identity Platform takes no claims for one that is not there yet.
      await toolkit.asOwner('/accounts:update', { localId: userId, customAttributes: writeRoleClaims(role) });
      return { userId, email: address, role, lastSignInAt: null };
    },
    async find(email) {
      const account = await lookUp(toolkit, { email: [email.toLowerCase()] });
      if (account === undefined || isUntouched(account)) return undefined;
      const person = personOf(account);
      if (person === undefined) return 'not-ours';
      return { ...person, disabled: account.disabled ?? false, hasPassword: Boolean(account.passwordHash) };
    },
    async setDisabled(userId, disabled) {
      // In one call, so that no session comes back to life as somebody is let in again.
      const sessions = disabled ? { validSince: endOfSessions(parts) } : {};
      await toolkit.asOwner('/accounts:update', { localId: userId, disableUser: disabled, ...sessions });
    },
  };
}

async function signUp({ toolkit }: IdentityParts, email: string): Promise<string | undefined> {
  const made = await toolkit.asOwner<{ localId: string }>('/accounts', { email }).catch((error: unknown) => {
    if (error instanceof IdentityToolkitError && error.code === 'INVALID_EMAIL') throw notAnAddress();
    return undefinedFor('EMAIL_EXISTS')(error);
  });
  return made?.localId;
}

/**
 * The account that an earlier call made and could not give its role. Only one that nobody can have got into: somebody who signed up
 * himself, with a password of his own, must not come by the role that the address is given later. Throws a {@link PersonExistsError}, and
 * `unavailable` for an account that whoever made it may still be giving its role.
 */
async function takeUp({ toolkit, clock }: IdentityParts, email: string): Promise<string> {
  const account = await lookUp(toolkit, { email: [email] });
  if (account === undefined || !isUntouched(account)) throw new PersonExistsError();
  if (Number(account.createdAt) <= clock.now() - UNFINISHED_AFTER_MS) return account.localId;
  const headers = { 'retry-after': String(UNFINISHED_AFTER_MS / 1000) };
  throw new GatewayError('unavailable', { detail: UNFINISHED, headers });
}

function notAnAddress(): GatewayError {
  return validationError({
    loc: ['body', 'email'],
    msg: 'Not an e-mail address that can have an account',
    type: 'email',
  });
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

import { randomBytes } from 'node:crypto';
import { demand } from './toolkit-error.ts';
import {
  findByEmail,
  inSeconds,
  isEmailAddress,
  type ToolkitAccount,
  type ToolkitState,
} from './toolkit-state.ts';

export interface AccountUpdate {
  localId?: string;
  disableUser?: boolean;
  customAttributes?: string;
  validSince?: string;
  password?: string;
}

const MAX_CLAIMS_LENGTH = 1000;
const MIN_PASSWORD_LENGTH = 6;

/** `accounts`, which makes one. Claims are for `accounts:update`, as at Google's. */
export function signUp(state: ToolkitState, { email, password }: { email?: string; password?: string }) {
  demand(email, 'MISSING_EMAIL');
  demand(isEmailAddress(email), 'INVALID_EMAIL');
  demand(findByEmail(state, email) === undefined, 'EMAIL_EXISTS');
  const localId = randomBytes(21).toString('base64url');
  const account: ToolkitAccount = {
    localId,
    email: email.toLowerCase(),
    disabled: false,
    createdAt: state.clock.now(),
  };
  state.accounts.set(localId, account);
  if (password !== undefined) setPassword(state, account, password);
  return { localId, email: account.email };
}

/** `accounts:update`. */
export function update(state: ToolkitState, change: AccountUpdate) {
  demand(change.localId, 'MISSING_LOCAL_ID');
  const account = state.accounts.get(change.localId);
  demand(account, 'USER_NOT_FOUND');
  if (change.customAttributes !== undefined) {
    demand(change.customAttributes.length <= MAX_CLAIMS_LENGTH, 'CLAIMS_TOO_LARGE');
    account.customAttributes = change.customAttributes;
  }
  if (change.disableUser !== undefined) account.disabled = change.disableUser;
  if (change.validSince !== undefined) account.validSince = Number(change.validSince);
  if (change.password !== undefined) setPassword(state, account, change.password);
  return { localId: account.localId, email: account.email };
}

/** `accounts:lookup`. */
export function lookup(state: ToolkitState, { localId = [], email = [] }: Record<string, string[]>) {
  const found = [
    ...localId.map((id) => state.accounts.get(id)),
    ...email.map((address) => findByEmail(state, address)),
  ].filter((account) => account !== undefined);
  return found.length === 0 ? {} : { users: found.map(describe) };
}

/** Gives an account another password, and ends what was begun with the old one. */
export function setPassword(state: ToolkitState, account: ToolkitAccount, password: string): void {
  demand(password.length >= MIN_PASSWORD_LENGTH, 'WEAK_PASSWORD : Password should be at least 6 characters');
  account.passwordHash = state.hashPassword(account, password);
  account.passwordUpdatedAt = state.clock.now();
  account.validSince = inSeconds(state.clock.now());
}

/** As the service gives it: int64 as text, what is not set left out, and of the password only that there is one. */
function describe({ createdAt, lastLoginAt, validSince, passwordHash, ...account }: ToolkitAccount) {
  return {
    ...account,
    createdAt: String(createdAt),
    ...(lastLoginAt === undefined ? {} : { lastLoginAt: String(lastLoginAt) }),
    ...(validSince === undefined ? {} : { validSince: String(validSince) }),
    ...(passwordHash === undefined
      ? {}
      : { passwordHash: 'UkVEQUNURUQ=', providerUserInfo: [{ providerId: 'password' }] }),
  };
}

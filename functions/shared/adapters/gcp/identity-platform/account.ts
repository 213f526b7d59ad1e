import type { Person } from '../../../core/portal/person.ts';
import type { IdentityToolkit } from './identity-toolkit.ts';
import { undefinedFor } from './identity-toolkit-error.ts';
import { readRoleClaims } from './role-claims.ts';

/** What is read of an account, as `accounts:lookup` has it: int64 as text. */
export interface Account {
  localId: string;
  email?: string;
  disabled?: boolean;
  /** JSON. */
  customAttributes?: string;
  /** Epoch seconds: nothing holds that began before. */
  validSince?: string;
  /** Epoch milliseconds. */
  passwordUpdatedAt?: number;
  passwordHash?: string;
  /** Epoch milliseconds. */
  lastLoginAt?: string;
  createdAt?: string;
  providerUserInfo?: readonly unknown[];
}

/** The account, asked for anew each time. */
export async function lookUp(
  toolkit: IdentityToolkit,
  by: { localId: [string] } | { email: [string] },
): Promise<Account | undefined> {
  const answer = await toolkit
    .asOwner<{ users?: Account[] }>('/accounts:lookup', by)
    .catch(undefinedFor('USER_NOT_FOUND', 'EMAIL_NOT_FOUND', 'INVALID_EMAIL'));
  const [account] = answer?.users ?? [];
  return account;
}

/** Who an account belongs to; undefined where it has no role, and so is nobody's in the portal. */
export function personOf({
  localId,
  email,
  customAttributes,
  lastLoginAt,
  createdAt,
}: Account): Person | undefined {
  const role = readRoleClaims(customAttributes);
  if (role === undefined || !email) return undefined;
  // The Auth emulator takes the making of an account for its first sign-in.
  const hasSignedIn = Boolean(lastLoginAt) && lastLoginAt !== createdAt;
  const lastSignInAt = hasSignedIn ? Number(lastLoginAt) : null;
  return { userId: localId, email: email.toLowerCase(), role, lastSignInAt };
}

/**
 * Whether a session that began at `signedInAt` was ended by a revocation or another password since. Sessions know their second only:
 * one of the very second in which the password was changed may have begun before, and counts as ended.
 */
export function isSuperseded({ validSince, passwordUpdatedAt }: Account, signedInAt: number): boolean {
  return signedInAt < Number(validSince ?? 0) * 1000 || signedInAt <= Number(passwordUpdatedAt ?? 0);
}

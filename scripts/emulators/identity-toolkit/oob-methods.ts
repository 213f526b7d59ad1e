import { randomBytes } from 'node:crypto';
import { setPassword } from './account-methods.ts';
import { demand } from './toolkit-error.ts';
import { findByEmail, isEmailAddress, type OobCode, type ToolkitState } from './toolkit-state.ts';

/** So long a code for resetting a password holds at Google's. */
const CODE_MS = 3_600_000;

/** `accounts:sendOobCode`, for resetting a password only. An address without an account looks like any other. */
export function sendOobCode(
  state: ToolkitState,
  { requestType, email, returnOobLink }: { requestType?: string; email?: string; returnOobLink?: boolean },
) {
  demand(requestType === 'PASSWORD_RESET', 'MISSING_REQ_TYPE');
  demand(email, 'MISSING_EMAIL');
  demand(isEmailAddress(email), 'INVALID_EMAIL');
  const account = findByEmail(state, email);
  if (account === undefined) return { email };
  demand(!account.disabled || returnOobLink, 'USER_DISABLED');
  const code: OobCode = {
    requestType,
    email: account.email,
    oobCode: randomBytes(40).toString('base64url'),
    expiresAt: state.clock.now() + CODE_MS,
    isMailed: !returnOobLink,
  };
  state.oobCodes.push(code);
  return { email, ...(returnOobLink ? { oobLink: linkOf(state, code) } : {}) };
}

/** `accounts:resetPassword`; without a new password it only looks at the code. */
export function resetPassword(
  state: ToolkitState,
  { oobCode, newPassword }: { oobCode?: string; newPassword?: string },
) {
  demand(oobCode, 'MISSING_OOB_CODE');
  const code = state.oobCodes.find((one) => one.oobCode === oobCode);
  demand(code, 'INVALID_OOB_CODE');
  demand(state.clock.now() < code.expiresAt, 'EXPIRED_OOB_CODE');
  const account = findByEmail(state, code.email);
  demand(account, 'INVALID_OOB_CODE');
  demand(!account.disabled, 'USER_DISABLED');
  if (newPassword) {
    setPassword(state, account, newPassword);
    state.oobCodes.splice(state.oobCodes.indexOf(code), 1);
  }
  return { email: code.email, requestType: code.requestType };
}

export function linkOf({ projectId }: ToolkitState, { oobCode }: OobCode): string {
  const query = new URLSearchParams({ mode: 'resetPassword', oobCode, lang: 'en' });
  return `https://${projectId}.firebaseapp.com/__/auth/action?${query}`;
}

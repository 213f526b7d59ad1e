import { validationError } from '../../../core/validation-error.ts';
import type { PortalIdentity } from '../../../ports/portal-identity.ts';
import { lookUp } from './account.ts';
import type { IdentityParts } from './identity-parts.ts';
import { IdentityToolkitError, undefinedFor } from './identity-toolkit-error.ts';

/** Identity Platform's codes for resetting a password hold for an hour. */
const CODE_MS = 3_600_000;

const RESET = 'PASSWORD_RESET';
const NO_CODE = [
  ...['INVALID_OOB_CODE', 'EXPIRED_OOB_CODE', 'MISSING_OOB_CODE'],
  ...['USER_DISABLED', 'EMAIL_NOT_FOUND', 'USER_NOT_FOUND'],
];

/** The last one is of an account that is there; to say so would tell of it. */
const NO_MAIL = ['EMAIL_NOT_FOUND', 'INVALID_EMAIL', 'MISSING_EMAIL', 'USER_DISABLED'];

/** Where the project's own rules for passwords are stricter than ours. */
const NO_PASSWORD = /^(?:WEAK_PASSWORD|PASSWORD_DOES_NOT_MEET_REQUIREMENTS)/;

/** Passwords, which are set with a code that Identity Platform makes and uses up. */
export function createPortalPasswords(
  parts: IdentityParts,
): Pick<PortalIdentity, 'passwordCode' | 'sendPasswordMail' | 'setPassword'> {
  const { toolkit, clock } = parts;
  const reset = (body: { oobCode: string; newPassword?: string }) =>
    toolkit
      .asAnyone<{ email?: string; requestType?: string }>('accounts:resetPassword', body)
      .catch(undefinedFor(...NO_CODE));
  return {
    async passwordCode(email) {
      const expiresAt = clock.now() + CODE_MS;
      const request = { requestType: RESET, email: email.toLowerCase(), returnOobLink: true };
      const code = codeOf(await toolkit.asOwner('/accounts:sendOobCode', request));
      if (!code) throw new Error('Identity Platform made no code: there is no account with that address');
      return { code, expiresAt };
    },
    async sendPasswordMail(email) {
      const request = { requestType: RESET, email: email.toLowerCase() };
      await toolkit.asOwner('/accounts:sendOobCode', request).catch(undefinedFor(...NO_MAIL));
    },
    async setPassword(code, password) {
      // Without a password the code is looked at and not used up.
      const found = await reset({ oobCode: code });
      if (!found?.email || found.requestType !== RESET) return undefined;
      // The Auth emulator would set a disabled account's password.
      const account = await lookUp(toolkit, { email: [found.email] });
      if (account === undefined || account.disabled) return undefined;
      // This notes when the password was changed, which every session is held against.
      const done = await reset({ oobCode: code, newPassword: password }).catch(refusedPassword);
      return done?.email ? { email: done.email.toLowerCase() } : undefined;
    },
  };
}

/** Google gives the link, an emulator also the code by itself. */
function codeOf({ oobCode, oobLink }: { oobCode?: string; oobLink?: string }): string | undefined | null {
  return oobCode ?? (oobLink ? new URL(oobLink).searchParams.get('oobCode') : undefined);
}

function refusedPassword(error: unknown): never {
  if (!(error instanceof IdentityToolkitError) || !NO_PASSWORD.test(error.code)) throw error;
  const msg =
    'This password is too weak for the rules of the portal: take a longer one of more kinds of characters';
  throw validationError({ loc: ['body', 'password'], msg, type: 'weak' });
}

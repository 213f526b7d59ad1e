import { preparePassword } from '../core/portal/person.ts';
import { attemptKey } from '../core/portal/sign-in-attempts.ts';
import { validationError } from '../core/validation-error.ts';
import { ATTEMPTS_KEY, type SignInDeps } from './sign-in.ts';
import { takeAttempt } from './take-attempt.ts';

/** Somebody whose answer was lost tries again, and finds the link used by themselves. */
const NOT_VALID =
  'This link is not valid: it was used already, or its time is over. ' +
  'If you have set your password just now, sign in with it; otherwise ask for a new link';

/** Sets a password by the code of a link. Throws `validation_failed` for a code that is not valid, and `sign_in_throttled`. */
export async function setPassword(
  deps: SignInDeps,
  { code, password, network }: { code: string; password: string; network: string },
): Promise<{ email: string }> {
  const secret = await deps.vault.derive(ATTEMPTS_KEY);
  await takeAttempt(deps, { network: attemptKey(secret, 'network', network) });
  const done = await deps.portalIdentity.setPassword(code, preparePassword(password));
  if (done === undefined) throw validationError({ loc: ['body', 'code'], msg: NOT_VALID, type: 'code' });
  deps.log.info('portal.password_set');
  return done;
}

/** Has a link sent to somebody who asks for their own. Throws `sign_in_throttled` where they ask again and again. */
export async function sendPasswordMail(deps: SignInDeps, email: string): Promise<void> {
  const secret = await deps.vault.derive(ATTEMPTS_KEY);
  await takeAttempt(deps, { mail: attemptKey(secret, 'mail', email) });
  await deps.portalIdentity.sendPasswordMail(email);
}

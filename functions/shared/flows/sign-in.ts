import { GatewayError } from '../core/errors.ts';
import { preparePassword } from '../core/portal/person.ts';
import { signInKeys } from '../core/portal/sign-in-attempts.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { PortalIdentity, SignedIn } from '../ports/portal-identity.ts';
import { type AttemptDeps, noteSignIn, takeAttempt } from './take-attempt.ts';

export interface SignInDeps extends AttemptDeps {
  vault: KeyVault;
  portalIdentity: PortalIdentity;
}

export interface Credentials {
  email: string;
  password: string;
  /** Where they come from, as `clientNetwork` tells. */
  network: string;
}

/** The key that attempts are counted under. */
export const ATTEMPTS_KEY = 'sign-in-attempts';

/**
 * Begins a session. An address that nobody has is answered like a wrong password. Throws `wrong_credentials`, or `sign_in_throttled`
 * before anything is looked at.
 */
export async function signIn(deps: SignInDeps, { email, password, network }: Credentials): Promise<SignedIn> {
  const keys = signInKeys(await deps.vault.derive(ATTEMPTS_KEY), email.toLowerCase(), network);
  await takeAttempt(deps, keys);
  const signedIn = await deps.portalIdentity.signIn(email, preparePassword(password));
  if (signedIn === undefined) throw new GatewayError('wrong_credentials');
  await noteSignIn(deps, keys);
  return signedIn;
}

import { GatewayError } from '../core/errors.ts';
import { attemptKeys } from '../core/portal/sign-in-attempts.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { PortalIdentity, SignedIn } from '../ports/portal-identity.ts';
import { noteSignIn, type SignInAttemptDeps, takeSignInAttempt } from './take-sign-in-attempt.ts';

export interface SignInDeps extends SignInAttemptDeps {
  vault: KeyVault;
  portalIdentity: PortalIdentity;
}

export interface Credentials {
  email: string;
  password: string;
  /** Where they come from, as `clientNetwork` tells. */
  network: string;
}

/**
 * Begins a session. An address that nobody has is answered like a wrong password. Throws `wrong_credentials`, or `sign_in_throttled`
 * before anything is looked at.
 */
export async function signIn(deps: SignInDeps, { email, password, network }: Credentials): Promise<SignedIn> {
  const keys = attemptKeys(email.toLowerCase(), network, await deps.vault.derive('sign-in-attempts'));
  await takeSignInAttempt(deps, keys);
  const signedIn = await deps.portalIdentity.signIn(email, password);
  if (signedIn === undefined) throw new GatewayError('wrong_credentials');
  await noteSignIn(deps, keys);
  return signedIn;
}

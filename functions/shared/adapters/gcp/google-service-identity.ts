import { GoogleAuth } from 'google-auth-library';
import { StartupError } from '../../core/startup-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ServiceIdentity, ServiceName } from '../../ports/service-identity.ts';
import { readGoogleIdClaims } from './google-id-claims.ts';
import { type OwnIdTokenDeps, ownIdTokens } from './own-id-tokens.ts';
import { type Certs, googleCerts, provenByPlatform, provenBySignature } from './proven-payload.ts';

export interface GoogleServiceIdentityDeps {
  clock: Clock;
  /** The e-mail address of each service's account. A service that is not in it is never proven. */
  accounts: Readonly<Partial<Record<ServiceName, string>>>;
  /** A function's name → the URL that tokens for it are made out to. A name that is not in it stands for itself. */
  audiences?: Readonly<Record<string, string>>;
  /** `verified-by-platform` behind `run.invoker` only: there Cloud Run has verified the signature and taken it off. */
  signature: 'verified-by-platform' | 'verify';
  /** What signatures are verified with; Google's if not said. */
  certs?: Certs;
  /** Where tokens of the own account come from; the environment's credentials if not said. */
  auth?: OwnIdTokenDeps['auth'];
  /** Spares the library, where `auth` is not said, a search for it that begins with running `gcloud`. */
  projectId?: string;
  /** For getting one token. */
  timeoutMs?: number;
}

/**
 * Google ID tokens. `token` gives those of the account that the function runs under and of no other, and rejects when that is not the
 * service's; `verify` tells callers by the e-mail address of their account. Throws a {@link StartupError} when two services have one
 * account, as nothing would tell them apart.
 */
export function createGoogleServiceIdentity(deps: GoogleServiceIdentityDeps): ServiceIdentity {
  const { clock, accounts, audiences = {}, projectId, timeoutMs } = deps;
  const auth = deps.auth ?? new GoogleAuth(projectId ? { projectId } : {});
  const services = servicesByAccount(accounts);
  const ownIdToken = ownIdTokens({ auth, clock, ...(timeoutMs ? { timeoutMs } : {}) });
  const proven = deps.signature === 'verify' ? provenBySignature : provenByPlatform;
  const provenPayload = proven(deps.certs ?? googleCerts());
  const audienceOf = (name: string) => (Object.hasOwn(audiences, name) ? audiences[name] : undefined) ?? name;
  return {
    async token(service, audience) {
      const { token, email } = await ownIdToken(audienceOf(audience));
      const account = accounts[service];
      if (account !== undefined && account !== email) {
        throw new Error(
          `This function runs as ${email} and cannot speak for the service ${service}, which is ${account}. ` +
            'Deploy it under that account, or configure the account that it has',
        );
      }
      return token;
    },
    async verify(authorization, audience) {
      const token = /^Bearer ([A-Za-z0-9._-]+)$/.exec(authorization ?? '')?.[1];
      if (token === undefined) return undefined;
      const payload = await provenPayload(token).catch(() => undefined);
      const claims = readGoogleIdClaims(payload, { audience: audienceOf(audience), now: clock.now() });
      return claims && services.get(claims.email);
    },
  };
}

function servicesByAccount(accounts: GoogleServiceIdentityDeps['accounts']): Map<string, ServiceName> {
  const services = new Map<string, ServiceName>();
  for (const [service, account] of Object.entries(accounts) as [ServiceName, string | undefined][]) {
    if (!account) continue;
    const other = services.get(account);
    if (other) {
      throw new StartupError(
        `The services ${other} and ${service} have one account, ${account}. Give each its own`,
      );
    }
    services.set(account, service);
  }
  return services;
}

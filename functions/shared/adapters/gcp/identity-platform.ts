import { GoogleAuth } from 'google-auth-library';
import type { Clock } from '../../ports/clock.ts';
import type { PortalIdentity } from '../../ports/portal-identity.ts';
import { createIdentityToolkit } from './identity-platform/identity-toolkit.ts';
import { ACCESS_SCOPE, ownHeaders } from './identity-platform/own-headers.ts';
import { createPortalPasswords } from './identity-platform/portal-passwords.ts';
import { createPortalPeople } from './identity-platform/portal-people.ts';
import { createPortalSessions } from './identity-platform/portal-sessions.ts';
import { signedSessionCookies, unsignedSessionCookies } from './identity-platform/session-cookie.ts';
import { sessionKeysFrom } from './identity-platform/session-keys.ts';

export interface IdentityPlatformDeps {
  clock: Clock;
  projectId: string;
  /** The project's web API key. It names the project to whoever signs in, and is no secret. */
  apiKey: string;
  /** Google's Auth emulator as `host:port`, whose cookies are not signed; the two below are not looked at then. */
  authEmulator?: string;
  /** A local server in place of Identity Toolkit, `/v1` not included. */
  toolkitUrl?: string;
  /** Where the keys for session cookies are, in place of Google's. */
  sessionCertsUrl?: string;
  /** Where access tokens come from; the environment's credentials if not said. Not asked where there is no Google. */
  auth?: Pick<GoogleAuth, 'getClient'>;
  /** For one call. */
  timeoutMs?: number;
}

const GOOGLE_TOOLKIT_URL = 'https://identitytoolkit.googleapis.com';
const GOOGLE_CERTS_URL = 'https://www.googleapis.com/identitytoolkit/v3/relyingparty/publicKeys';
const TIMEOUT_MS = 5000;

/** What emulators take for a token of somebody who may do anything. */
const EMULATOR_OWNER = { authorization: 'Bearer owner' };

/**
 * The people of the portal on Google's Identity Platform. Somebody's role is in the custom claims of their account, which only the
 * project's own may write, so that whoever finds a way to sign up comes by no role. Whoever cannot be reached makes a call reject.
 */
export function createIdentityPlatform(deps: IdentityPlatformDeps): PortalIdentity {
  const { clock, projectId, apiKey, authEmulator, timeoutMs = TIMEOUT_MS } = deps;
  const toolkitUrl = authEmulator ? `http://${authEmulator}/identitytoolkit.googleapis.com` : deps.toolkitUrl;
  const ownerHeaders = toolkitUrl === undefined ? ownerHeadersOf(deps) : async () => EMULATOR_OWNER;
  const url = toolkitUrl ?? GOOGLE_TOOLKIT_URL;
  const parts = {
    clock,
    toolkit: createIdentityToolkit({ url, projectId, apiKey, ownerHeaders, timeoutMs }),
    readCookie: authEmulator
      ? unsignedSessionCookies({ projectId, clock })
      : signedSessionCookies({
          projectId,
          clock,
          keys: sessionKeysFrom({ url: deps.sessionCertsUrl ?? GOOGLE_CERTS_URL, clock, timeoutMs }),
        }),
  };
  return { ...createPortalSessions(parts), ...createPortalPeople(parts), ...createPortalPasswords(parts) };
}

function ownerHeadersOf({ auth, projectId }: IdentityPlatformDeps): () => Promise<Record<string, string>> {
  return ownHeaders(auth ?? new GoogleAuth({ projectId, scopes: ACCESS_SCOPE }), projectId);
}

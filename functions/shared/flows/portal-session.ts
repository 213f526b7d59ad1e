import { GatewayError } from '../core/errors.ts';
import { paths } from '../core/paths.ts';
import type { PortalSession } from '../core/portal/person.ts';
import type { PortalIdentity } from '../ports/portal-identity.ts';
import { ConflictError, type Store } from '../ports/store.ts';

export interface PortalSessionDeps {
  store: Store;
  portalIdentity: PortalIdentity;
}

/** A session that somebody has signed out of, under `endedSessions/{sessionId}`, for as long as its cookie would go on. */
interface EndedSession {
  expireAt: number;
}

/** Who has signed in with this cookie. Throws `not_signed_in`, also for one that was signed out with. */
export async function portalSession(
  { store, portalIdentity }: PortalSessionDeps,
  cookie: string | undefined,
): Promise<PortalSession> {
  const session = cookie === undefined ? undefined : await portalIdentity.verify(cookie);
  if (session === undefined) throw new GatewayError('not_signed_in');
  const [ended] = await store.getAll<[EndedSession]>(paths.endedSession(session.sessionId));
  if (ended !== undefined) throw new GatewayError('not_signed_in');
  return session;
}

/** Ends this session and no other of the same person: its cookie is worth nothing any more, whoever kept a copy. */
export async function endSession(
  { store }: Pick<PortalSessionDeps, 'store'>,
  { sessionId, expiresAt }: PortalSession,
): Promise<void> {
  const data: EndedSession = { expireAt: expiresAt };
  try {
    await store.commit([{ type: 'create', path: paths.endedSession(sessionId), data }]);
  } catch (error) {
    // It has ended already.
    if (!(error instanceof ConflictError)) throw error;
  }
}

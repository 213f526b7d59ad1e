import type { PortalSession } from '../../shared/core/portal/person.ts';
import { shownTime } from '../../shared/flows/describe-event.ts';
import { endSession } from '../../shared/flows/portal-session.ts';
import { signIn } from '../../shared/flows/sign-in.ts';
import { noSessionCookie, sessionCookie } from '../../shared/http/session-cookie.ts';
import {
  type SessionAnswer,
  sessionAnswer,
  signedOutAnswer,
  signInRequest,
} from '../../shared/portal/schemas/session.ts';
import { operation } from '../operation.ts';

const get = operation({
  operationId: 'getSession',
  who: 'signed-in',
  summary: 'Who is signed in',
  answer: sessionAnswer,
  handle: (_, { session }) => ({ body: describeSession(session as PortalSession) }),
});

const begin = operation({
  operationId: 'signIn',
  who: 'anyone',
  summary: 'Sign in',
  body: signInRequest,
  answer: sessionAnswer,
  errors: ['wrong_credentials', 'sign_in_throttled'],
  async handle(deps, { body, network }) {
    const { cookie, session } = await signIn(deps, { ...body, network });
    deps.log.info('portal.signed_in', { user_id: session.person.userId });
    const maxAgeMs = session.expiresAt - deps.clock.now();
    return {
      body: describeSession(session),
      headers: { 'set-cookie': sessionCookie(cookie, maxAgeMs) },
    };
  },
});

const end = operation({
  operationId: 'signOut',
  who: 'signed-in',
  summary: 'Sign out: this session ends, and those on other devices go on',
  answer: signedOutAnswer,
  async handle(deps, { session }) {
    await endSession(deps, session as PortalSession);
    return { body: { signed_out: true as const }, headers: { 'set-cookie': noSessionCookie() } };
  },
});

function describeSession({ person, expiresAt }: PortalSession): SessionAnswer {
  const { email, role, lastSignInAt } = person;
  return {
    email,
    role: role.role,
    ats_id: role.role === 'administrator' ? role.atsId : null,
    last_sign_in_at: lastSignInAt === null ? null : shownTime(lastSignInAt),
    expires_at: shownTime(expiresAt),
  };
}

export const sessionOperations = { get, begin, end };

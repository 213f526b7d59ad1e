import type { IncomingMessage } from 'node:http';
import { type Actor, SYSTEM } from '../core/activity/activity.ts';
import type { PortalSession } from '../core/portal/person.ts';
import { validationError } from '../core/validation-error.ts';
import { ANSWER_DEADLINE_MS, type InTimeDeps, inTime } from '../flows/in-time.ts';
import { orUnavailable } from '../flows/or-unavailable.ts';
import { type PortalSessionDeps, portalSession } from '../flows/portal-session.ts';
import { assertOwnOrigin } from '../http/assert-own-origin.ts';
import { clientNetwork } from '../http/client-network.ts';
import { createHttpHandler, type HttpHandler, type HttpHandlerDeps } from '../http/http-handler.ts';
import { parseJsonBody } from '../http/parse-json-body.ts';
import { readBody } from '../http/read-body.ts';
import type { Answer } from '../http/respond.ts';
import { matchRoute, pathParameter, type Route, type RouteMatch } from '../http/route.ts';
import { readSessionCookie } from '../http/session-cookie.ts';
import { withHeaders } from '../http/with-headers.ts';
import { admit } from './admit.ts';
import type { PortalCall, PortalOperation } from './portal-operation.ts';
import type { PortalSettings } from './portal-settings.ts';

export interface PortalHandlerDeps extends HttpHandlerDeps, InTimeDeps, PortalSessionDeps {
  portal: PortalSettings;
}

/** The longest of any body: passwords, names and URLs. */
const MAX_BODY_BYTES = 64 * 1024;

/** Hosting passes a `Set-Cookie` on where an answer is private, and takes it off otherwise. */
const HEADERS = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

/**
 * What the portal's pages ask for. Errors in this order: 404 (route), 405, 413, 403 (sent by another site), 401, 403 or 404 (not theirs),
 * 415, 400, 422, 404, 409. An administrator is answered about another ATS as if there were none.
 */
export function createPortalHandler<Deps extends PortalHandlerDeps>(
  deps: Deps,
  routes: readonly Route<PortalOperation<Deps>>[],
): HttpHandler {
  return createHttpHandler(deps, (request) => withHeaders(HEADERS, answerRequest(deps, routes, request)));
}

async function answerRequest<Deps extends PortalHandlerDeps>(
  deps: Deps,
  routes: readonly Route<PortalOperation<Deps>>[],
  request: IncomingMessage,
): Promise<Answer> {
  const match = matchRoute(routes, request);
  const bytes = await readBody(request, { maxBytes: MAX_BODY_BYTES });
  assertOwnOrigin(request, deps.portal.origins);
  return inTime(deps, ANSWER_DEADLINE_MS, orUnavailable(answerCall(deps, request, match, bytes)));
}

async function answerCall<Deps extends PortalHandlerDeps>(
  deps: Deps,
  request: IncomingMessage,
  match: RouteMatch<PortalOperation<Deps>>,
  bytes: Buffer,
): Promise<Answer> {
  const { target: operation } = match;
  const cookie = readSessionCookie(request);
  const session = operation.who === 'anyone' ? undefined : await portalSession(deps, cookie);
  const named = Object.hasOwn(match.parameters, 'ats_id') ? pathParameter(match, 'ats_id') : undefined;
  const atsId = session ? admit(operation.who, session.person, named) : '';
  deps.log.annotate({
    ...(atsId ? { ats_id: atsId } : {}),
    ...(session ? { user_id: session.person.userId } : {}),
  });
  const call: PortalCall = {
    session,
    actor: actorOf(session),
    atsId,
    parameter: (name) => pathParameter(match, name),
    query: readQuery(operation, match.query),
    body: readJson(operation, request, bytes),
    cookie,
    network: clientNetwork(request, deps.portal.proxies),
  };
  const { headers = {}, ...result } = await operation.handle(deps, call);
  return { status: operation.status, headers, ...result };
}

/** Nobody changes anything where anyone may call. */
function actorOf(session: PortalSession | undefined): Actor {
  return session ? { kind: session.person.role.role, name: session.person.email } : SYSTEM;
}

function readQuery<Deps>(operation: PortalOperation<Deps>, query: URLSearchParams): Record<string, string> {
  const repeated = [...new Set(query.keys())].find((name) => query.getAll(name).length > 1);
  if (repeated !== undefined) {
    throw validationError({ loc: ['query', repeated], msg: 'Given more than once', type: 'repeated' });
  }
  const given = Object.fromEntries(query);
  operation.checkQuery(given);
  return given;
}

function readJson<Deps>(operation: PortalOperation<Deps>, request: IncomingMessage, bytes: Buffer): unknown {
  if (operation.body === undefined) return undefined;
  const { plain } = parseJsonBody(request, bytes);
  operation.checkBody(plain, bytes.length);
  return plain;
}

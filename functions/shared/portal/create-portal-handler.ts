import type { IncomingMessage } from 'node:http';
import { type Actor, SYSTEM } from '../core/activity/activity.ts';
import { GatewayError } from '../core/errors.ts';
import type { PortalSession } from '../core/portal/person.ts';
import { validationError } from '../core/validation-error.ts';
import { ANSWER_DEADLINE_MS, type InTimeDeps, inTime } from '../flows/in-time.ts';
import { orUnavailable } from '../flows/or-unavailable.ts';
import { type PortalSessionDeps, portalSession } from '../flows/portal-session.ts';
import { assertOwnOrigin } from '../http/assert-own-origin.ts';
import { clientNetwork } from '../http/client-network.ts';
import { createHttpHandler, type HttpHandler, type HttpHandlerDeps } from '../http/http-handler.ts';
import { parseJsonBody } from '../http/parse-json-body.ts';
import { createRateLimiter, type RateLimiter } from '../http/rate-limiter.ts';
import { readBody } from '../http/read-body.ts';
import type { Answer } from '../http/respond.ts';
import { matchRoute, pathParameter, type Route, type RouteMatch } from '../http/route.ts';
import { readSessionCookie } from '../http/session-cookie.ts';
import { withHeaders } from '../http/with-headers.ts';
import type { Clock } from '../ports/clock.ts';
import { admit } from './admit.ts';
import type { PortalCall, PortalOperation } from './portal-operation.ts';
import type { PortalSettings } from './portal-settings.ts';

export interface PortalHandlerDeps extends HttpHandlerDeps, InTimeDeps, PortalSessionDeps {
  clock: Clock;
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
  const limits = limitersOf(deps, routes);
  return createHttpHandler(deps, (request) => {
    return withHeaders(HEADERS, answerRequest(deps, { routes, limits }, request));
  });
}

interface Operations<Deps> {
  routes: readonly Route<PortalOperation<Deps>>[];
  limits: ReadonlyMap<PortalOperation<Deps>, RateLimiter>;
}

function limitersOf<Deps extends PortalHandlerDeps>(
  { clock }: Deps,
  routes: readonly Route<PortalOperation<Deps>>[],
): Operations<Deps>['limits'] {
  const operations = routes.flatMap(({ methods }) => Object.values(methods));
  return new Map(
    operations.flatMap((operation) => {
      const { rate: rateLimit, operationId: policyName } = operation;
      return rateLimit ? [[operation, createRateLimiter({ clock, rateLimit, policyName })] as const] : [];
    }),
  );
}

async function answerRequest<Deps extends PortalHandlerDeps>(
  deps: Deps,
  { routes, limits }: Operations<Deps>,
  request: IncomingMessage,
): Promise<Answer> {
  const match = matchRoute(routes, request);
  const limit = limits.get(match.target);
  const bytes = await readBody(request, { maxBytes: MAX_BODY_BYTES });
  assertOwnOrigin(request, deps.portal.origins);
  const call = answerCall(deps, request, { match, limit }, bytes);
  return inTime(deps, ANSWER_DEADLINE_MS, orUnavailable(call.catch(throwBug)));
}

/** Backends that cannot be reached throw errors of their own; these are what a mistake of ours throws, and no trying again helps. */
function throwBug(error: unknown): never {
  const isBug = [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
  throw isBug ? new GatewayError('internal', { cause: error }) : error;
}

async function answerCall<Deps extends PortalHandlerDeps>(
  deps: Deps,
  request: IncomingMessage,
  { match, limit }: { match: RouteMatch<PortalOperation<Deps>>; limit: RateLimiter | undefined },
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
  const { client, nearest } = clientNetwork(request, deps.portal.proxies);
  limit?.(session ? atsId : nearest);
  const read = readInput(operation, request, match.query, bytes);
  const call: PortalCall = {
    session,
    actor: actorOf(session),
    atsId,
    parameter: (name) => pathParameter(match, name),
    body: read.body,
    query: read.query,
    network: client,
  };
  const { headers = {}, ...result } = await operation.handle(deps, call);
  return { status: operation.status, headers, ...result };
}

/** Nobody changes anything where anyone may call. */
function actorOf(session: PortalSession | undefined): Actor {
  return session ? { kind: session.person.role.role, name: session.person.email } : SYSTEM;
}

/** The body is read as JSON before anything is said of the query, and checked after it: 415, 400, 422. */
function readInput<Deps>(
  operation: PortalOperation<Deps>,
  request: IncomingMessage,
  parameters: URLSearchParams,
  bytes: Buffer,
): { query: Record<string, string>; body: unknown } {
  const body = operation.body === undefined ? undefined : parseJsonBody(request, bytes).plain;
  const repeated = [...new Set(parameters.keys())].find((name) => parameters.getAll(name).length > 1);
  if (repeated !== undefined) {
    throw validationError({ loc: ['query', repeated], msg: 'Given more than once', type: 'repeated' });
  }
  const query = Object.fromEntries(parameters);
  operation.checkQuery(query);
  operation.checkBody(body, bytes.length);
  return { query, body };
}

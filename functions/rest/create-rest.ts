import type { IncomingMessage } from 'node:http';
import type { Ats } from '../shared/core/ats.ts';
import { paths } from '../shared/core/paths.ts';
import type { Receipt } from '../shared/core/receipt.ts';
import { acceptEvent } from '../shared/flows/accept-event.ts';
import { ANSWER_DEADLINE_MS, inTime } from '../shared/flows/in-time.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import { authorizeApiKey } from '../shared/http/authorize-api-key.ts';
import { createHttpHandler, type HttpHandler } from '../shared/http/http-handler.ts';
import { parseJsonBody } from '../shared/http/parse-json-body.ts';
import { createRateLimiter, type RateLimiter } from '../shared/http/rate-limiter.ts';
import { readBody } from '../shared/http/read-body.ts';
import type { Answer } from '../shared/http/respond.ts';
import { matchRoute, pathParameter, type RouteMatch } from '../shared/http/route.ts';
import { withHeaders } from '../shared/http/with-headers.ts';
import type { StoredDocument } from '../shared/ports/store.ts';
import { createApiReference } from './api-reference/create-api-reference.ts';
import { createHealthCheck } from './create-health-check.ts';
import { createOpenApiAnswer } from './create-open-api-answer.ts';
import { type Located, locateCall } from './locate-call.ts';
import type { Operation, Read, RestDeps, Write } from './operation.ts';
import { readApiKey } from './read-api-key.ts';
import { type OpenPage, REST_ROUTES } from './rest-routes.ts';

/**
 * The REST API. Errors in the order of the spec: 404 (route), 405, 413, 401, 403, 429, 415, 400, 422, 404, 409. One batch get reads
 * the ATS, the receipt and the operation's own document together, before the caller is known; nothing of it is told before that.
 */
export function createRest(deps: RestDeps): HttpHandler {
  const reference = createApiReference();
  const openPages: Record<OpenPage, (match: RouteMatch<unknown>) => Promise<Answer> | Answer> = {
    health: createHealthCheck(deps),
    openapi: createOpenApiAnswer(),
    docs: reference.page,
    docs_file: (match) => reference.file(pathParameter(match, 'file')),
  };
  const limit = createRateLimiter(deps);
  return createHttpHandler(deps, async (request) => {
    const match = matchRoute(REST_ROUTES, request);
    const { target, ...route } = match;
    if (typeof target === 'string') return openPages[target](match);
    const bytes = await readBody(request);
    return inTime(deps, ANSWER_DEADLINE_MS, answerCall(deps, limit, request, { ...route, target }, bytes));
  });
}

async function answerCall(
  deps: RestDeps,
  limit: RateLimiter,
  request: IncomingMessage,
  match: RouteMatch<Operation>,
  bytes: Buffer,
): Promise<Answer> {
  const apiKey = readApiKey(request);
  const located = locateCall(request, match, apiKey.atsId);
  const wanted = wantedPaths(apiKey.atsId, located);
  const found = sortOut(await orUnavailable(deps.store.getAll<object[]>(...wanted)), apiKey.atsId, located);
  const ats = authorizeApiKey(found.ats, apiKey.value);
  deps.log.annotate({ ats_id: ats.atsId });
  return withHeaders(limit(ats.atsId), answerKnown(deps, request, match, { bytes, located, found, ats }));
}

/** Answers somebody who is known and let in. */
async function answerKnown(
  deps: RestDeps,
  request: IncomingMessage,
  match: RouteMatch<Operation>,
  { bytes, located, found, ats }: { bytes: Buffer; located: Located; found: Found; ats: Ats },
): Promise<Answer> {
  // The scope of a call is what its operation needs: it was read for it.
  const operation = match.target as Write<unknown> | Read<unknown>;
  const takesBody = 'accept' in operation && operation.takesBody;
  const body = takesBody ? { ...parseJsonBody(request, bytes), byteLength: bytes.length } : undefined;
  if (!located.ok) throw located.error;
  const call = { ...located, ...found, ats, query: match.query, body };
  if ('read' in operation) return orUnavailable(operation.read(deps, call));
  return { status: 202, body: { reference_id: await acceptEvent(deps, operation.accept(call)) } };
}

/** Only what the call needs, for one batch get. */
function wantedPaths(atsId: string, located: Located): string[] {
  const { receiptPath, documentPath } = located.ok ? located : {};
  return [paths.ats(atsId), receiptPath, documentPath].filter((path) => path !== undefined);
}

interface Found {
  ats: Ats | undefined;
  receipt: StoredDocument<Receipt> | undefined;
  document: StoredDocument<object> | undefined;
}

/** Which of the documents found is which. */
function sortOut(found: (StoredDocument<object> | undefined)[], atsId: string, located: Located): Found {
  const { receiptPath, documentPath } = located.ok ? located : {};
  const at = <T>(path: string | undefined) =>
    found.find((document) => document !== undefined && document.path === path) as
      | StoredDocument<T>
      | undefined;
  return {
    ats: at<Ats>(paths.ats(atsId))?.data,
    receipt: at<Receipt>(receiptPath),
    document: at<object>(documentPath),
  };
}

import type { IncomingMessage } from 'node:http';
import type { Ats } from '../shared/core/ats.ts';
import { paths } from '../shared/core/paths.ts';
import type { Receipt } from '../shared/core/receipt.ts';
import type { StoredRecord } from '../shared/core/stored-record.ts';
import { acceptEvent } from '../shared/flows/accept-event.ts';
import { ANSWER_DEADLINE_MS, inTime } from '../shared/flows/in-time.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import { authorizeApiKey } from '../shared/http/authorize-api-key.ts';
import { createHttpHandler, type HttpHandler } from '../shared/http/http-handler.ts';
import { parseJsonBody } from '../shared/http/parse-json-body.ts';
import { readBody } from '../shared/http/read-body.ts';
import type { Answer } from '../shared/http/respond.ts';
import { matchRoute, type RouteMatch } from '../shared/http/route.ts';
import type { StoredDocument } from '../shared/ports/store.ts';
import { createHealthCheck } from './create-health-check.ts';
import { type Located, locateCall } from './locate-call.ts';
import { readApiKey } from './read-api-key.ts';
import { readRecords } from './read-records.ts';
import { readTimeline } from './read-timeline.ts';
import { recordChange } from './record-change.ts';
import type { RestDeps } from './rest-call.ts';
import { REST_ROUTES } from './rest-routes.ts';
import type { RestTarget } from './rest-target.ts';

/**
 * The REST API. Errors in the order of the spec: 404 (route), 405, 413, 401, 403, 415, 400, 422, 404, 409. One batch get reads
 * the ATS, the receipt and the record together, before the caller is known; nothing of it is told before that.
 */
export function createRest(deps: RestDeps): HttpHandler {
  const health = createHealthCheck(deps);
  return createHttpHandler(deps, async (request) => {
    const route = matchRoute(REST_ROUTES, request);
    const { target } = route;
    if (target === 'health') return health();
    const bytes = await readBody(request);
    if (target === 'timeline') return inTime(deps, ANSWER_DEADLINE_MS, readTimeline(deps, request, route));
    const match = { ...route, target };
    return inTime(deps, ANSWER_DEADLINE_MS, answerCall(deps, request, match, bytes));
  });
}

async function answerCall(
  deps: RestDeps,
  request: IncomingMessage,
  match: RouteMatch<RestTarget>,
  bytes: Buffer,
): Promise<Answer> {
  const apiKey = readApiKey(request);
  const located = locateCall(request, match, apiKey.atsId);
  const wanted = wantedPaths(apiKey.atsId, located);
  const read = sortOut(await orUnavailable(deps.store.getAll<object[]>(...wanted)), apiKey.atsId, located);
  const ats = authorizeApiKey(read.ats, apiKey.value);
  deps.log.annotate({ ats_id: ats.atsId });
  const { operation } = match.target;
  const reads = operation === 'get' || operation === 'list' || operation === 'delete';
  const body = reads ? undefined : parseJsonBody(request, bytes);
  if (!located.ok) throw located.error;
  const call = { ...match, ...located, ats, read };
  if (operation === 'get' || operation === 'list') return readRecords(deps, call);
  const change = recordChange(call, body && { ...body, byteLength: bytes.length });
  return { status: 202, body: { reference_id: await acceptEvent(deps, change) } };
}

/** Only what the call needs, for one batch get. */
function wantedPaths(atsId: string, located: Located): string[] {
  const { receiptPath, recordPath } = located.ok ? located : {};
  return [paths.ats(atsId), receiptPath, recordPath].filter((path) => path !== undefined);
}

/** Which of the documents found is which. */
function sortOut(found: (StoredDocument<object> | undefined)[], atsId: string, located: Located) {
  const { receiptPath, recordPath } = located.ok ? located : {};
  const at = <T>(path: string | undefined) =>
    found.find((document) => document !== undefined && document.path === path) as
      | StoredDocument<T>
      | undefined;
  return {
    ats: at<Ats>(paths.ats(atsId))?.data,
    receipt: at<Receipt>(receiptPath),
    record: at<StoredRecord>(recordPath),
  };
}

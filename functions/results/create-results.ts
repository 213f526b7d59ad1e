import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../shared/core/errors.ts';
import { MAX_ENVELOPE_DEPTH } from '../shared/core/json/parse-json.ts';
import { MAX_STORED_BYTES } from '../shared/core/limits.ts';
import { ANSWER_DEADLINE_MS, inTime } from '../shared/flows/in-time.ts';
import type { SettleDeps } from '../shared/flows/settle-accepted-event.ts';
import { callerAuthorization } from '../shared/http/caller-authorization.ts';
import { createHttpHandler, type HttpHandler, type HttpHandlerDeps } from '../shared/http/http-handler.ts';
import { type JsonBody, parseJsonBody } from '../shared/http/parse-json-body.ts';
import { readBody } from '../shared/http/read-body.ts';
import type { Answer } from '../shared/http/respond.ts';
import { matchRoute, type Route } from '../shared/http/route.ts';
import type { Ids } from '../shared/ports/ids.ts';
import type { ServiceIdentity } from '../shared/ports/service-identity.ts';
import { takeEvent } from './take-event.ts';
import { takeResult } from './take-result.ts';

export interface ResultsDeps extends SettleDeps, HttpHandlerDeps {
  identity: ServiceIdentity;
  ids: Ids;
}

/** Takes what the AI services send; resolves to the reference id of its flow. */
type Take = (deps: ResultsDeps, body: JsonBody, byteLength: number) => Promise<string>;

export const RESULTS_ROUTES: readonly Route<Take>[] = [
  { path: '/internal/v1/results', methods: { POST: takeResult } },
  { path: '/internal/v1/events', methods: { POST: takeEvent } },
];

/** Room for the body's own fields around the largest record. */
const MAX_BYTES = MAX_STORED_BYTES + 64 * 1024;

/**
 * What comes from the AI services (spec section 10), from their account only: 202 with the reference id. What belongs to another
 * ATS is answered like something that does not exist.
 */
export function createResults(deps: ResultsDeps): HttpHandler {
  return createHttpHandler(deps, async (request) => {
    const { target } = matchRoute(RESULTS_ROUTES, request);
    const bytes = await readBody(request, { maxBytes: MAX_BYTES });
    return inTime(deps, ANSWER_DEADLINE_MS, answer(deps, request, target, bytes));
  });
}

async function answer(
  deps: ResultsDeps,
  request: IncomingMessage,
  take: Take,
  bytes: Buffer,
): Promise<Answer> {
  const caller = await deps.identity.verify(callerAuthorization(request), 'results');
  if (caller !== 'ai') throw new GatewayError('invalid_token');
  const body = parseJsonBody(request, bytes, MAX_ENVELOPE_DEPTH);
  return { status: 202, body: { reference_id: await take(deps, body, bytes.length) } };
}

import type { IncomingMessage } from 'node:http';
import { Type } from 'typebox';
import type { AcceptedEvent } from '../shared/core/accepted-event.ts';
import { GatewayError } from '../shared/core/errors.ts';
import type { JsonObject } from '../shared/core/json/json-value.ts';
import { MAX_ENVELOPE_DEPTH } from '../shared/core/json/parse-json.ts';
import { MAX_STORED_BYTES } from '../shared/core/limits.ts';
import { paths } from '../shared/core/paths.ts';
import { parseAiResult } from '../shared/core/processing/ai-result.ts';
import { isReferenceId } from '../shared/core/reference-id.ts';
import { validationError } from '../shared/core/validation-error.ts';
import { ANSWER_DEADLINE_MS, inTime } from '../shared/flows/in-time.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import { type SettleDeps, settleAcceptedEvent } from '../shared/flows/settle-accepted-event.ts';
import { callerAuthorization } from '../shared/http/caller-authorization.ts';
import { createHttpHandler, type HttpHandler, type HttpHandlerDeps } from '../shared/http/http-handler.ts';
import { type JsonBody, parseJsonBody } from '../shared/http/parse-json-body.ts';
import { readBody } from '../shared/http/read-body.ts';
import type { Answer } from '../shared/http/respond.ts';
import { matchRoute, type Route } from '../shared/http/route.ts';
import { compileValidator } from '../shared/http/validate.ts';
import type { ServiceIdentity } from '../shared/ports/service-identity.ts';

export interface ResultsDeps extends SettleDeps, HttpHandlerDeps {
  identity: ServiceIdentity;
}

const ROUTES: readonly Route<'result'>[] = [{ path: '/internal/v1/results', methods: { POST: 'result' } }];

/** Room for the result's own fields around the largest record. */
const MAX_RESULT_BYTES = MAX_STORED_BYTES + 64 * 1024;

const MAX_TRIES = 10;

const validateResult = compileValidator(
  Type.Object({
    reference_id: Type.String(),
    ats_id: Type.String(),
    status: Type.Union([Type.Literal('success'), Type.Literal('error')]),
  }),
  'body',
);

/**
 * Takes results that the AI service sends later (spec section 10): 202 with the reference id, also for one that comes before
 * its own 202 was written down, or twice. An event of another ATS is answered like one that does not exist.
 */
export function createResults(deps: ResultsDeps): HttpHandler {
  return createHttpHandler(deps, async (request) => {
    matchRoute(ROUTES, request);
    const bytes = await readBody(request, { maxBytes: MAX_RESULT_BYTES });
    return inTime(deps, ANSWER_DEADLINE_MS, answerResult(deps, request, bytes));
  });
}

async function answerResult(deps: ResultsDeps, request: IncomingMessage, bytes: Buffer): Promise<Answer> {
  const caller = await deps.identity.verify(callerAuthorization(request), 'results');
  if (caller !== 'ai') throw new GatewayError('invalid_token');
  const { referenceId, atsId, result } = readResult(
    parseJsonBody(request, bytes, MAX_ENVELOPE_DEPTH),
    bytes.length,
  );
  deps.log.annotate({ reference_id: referenceId, ats_id: atsId });
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const [event] = await orUnavailable(deps.store.getAll<[AcceptedEvent]>(paths.event(referenceId)));
    if (event === undefined || event.data.atsId !== atsId) throw new GatewayError('not_found');
    const known = event.data.state === 'settled';
    // A worker may be writing to the event at this moment; its claim does not keep a result out.
    if (known || (await orUnavailable(settleAcceptedEvent(deps, event, result)))) {
      deps.log.info('event.result_received', { status: result.status, known });
      return { status: 202, body: { reference_id: referenceId } };
    }
  }
  throw new GatewayError('unavailable');
}

function readResult(body: JsonBody, byteLength: number) {
  validateResult(body.plain, byteLength);
  const value = body.value as JsonObject;
  const result = parseAiResult(value);
  if (result === undefined) {
    const [field, msg] =
      value.status === 'success' ? ['data', 'Must be an object'] : ['error', 'Must be {code, message}'];
    throw validationError({ loc: ['body', field], msg, type: 'result' });
  }
  const referenceId = String(value.reference_id);
  if (!isReferenceId(referenceId)) throw new GatewayError('not_found');
  return { referenceId, atsId: String(value.ats_id), result };
}

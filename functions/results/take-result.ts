import type { AcceptedEvent } from '../shared/core/accepted-event.ts';
import { GatewayError } from '../shared/core/errors.ts';
import type { JsonObject } from '../shared/core/json/json-value.ts';
import { paths } from '../shared/core/paths.ts';
import { resultSchema } from '../shared/core/processing/ai-contract.ts';
import { parseAiResult } from '../shared/core/processing/ai-result.ts';
import { recordEvent } from '../shared/core/records/record-types.ts';
import { isReferenceId } from '../shared/core/reference-id.ts';
import { validationError } from '../shared/core/validation-error.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import { type SettleDeps, settleAcceptedEvent } from '../shared/flows/settle-accepted-event.ts';
import type { JsonBody } from '../shared/http/parse-json-body.ts';
import { compileValidator } from '../shared/http/validate.ts';

const MAX_TRIES = 10;

const validateResult = compileValidator(resultSchema, 'body');

/** Takes a result that was promised, also one that comes before its own 202 was written down, or twice. */
export async function takeResult(deps: SettleDeps, body: JsonBody, byteLength: number): Promise<string> {
  const { referenceId, atsId, result } = readResult(body, byteLength);
  deps.log.annotate({ reference_id: referenceId, ats_id: atsId });
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const [event] = await orUnavailable(deps.store.getAll<[AcceptedEvent]>(paths.event(referenceId)));
    if (event === undefined || event.data.atsId !== atsId) throw new GatewayError('not_found');
    // What is not about a record was never handed out.
    if (recordEvent(event.data.type) === undefined) throw new GatewayError('not_found');
    const known = event.data.state === 'settled';
    // A worker may be writing to the event at this moment; its claim does not keep a result out.
    if (known || (await orUnavailable(settleAcceptedEvent(deps, event, result)))) {
      deps.log.info('event.result_received', { status: result.status, known });
      return referenceId;
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

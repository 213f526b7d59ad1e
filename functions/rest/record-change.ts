import { contentHash } from '../shared/core/json/canonical-json.ts';
import { isJsonObject, type JsonObject } from '../shared/core/json/json-value.ts';
import { IDEMPOTENCY_KEY_MEMORY_MS } from '../shared/core/limits.ts';
import type { RecordAction } from '../shared/core/records/record-type.ts';
import { validationError } from '../shared/core/validation-error.ts';
import type { AcceptInput } from '../shared/flows/accept-event.ts';
import type { JsonBody } from '../shared/http/parse-json-body.ts';
import { recordValidator } from '../shared/http/record-validator.ts';
import type { RestCall } from './rest-call.ts';
import type { RestTarget } from './rest-target.ts';

const ACTIONS: Partial<Record<RestTarget['operation'], RecordAction>> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
};

/** What a POST, PATCH or DELETE of a record asks to accept. Throws a 422 for a body that does not fit. */
export function recordChange(
  call: RestCall,
  body: (JsonBody & { byteLength: number }) | undefined,
): AcceptInput {
  const { recordType, operation } = call.target;
  const action = ACTIONS[operation] as RecordAction;
  if (body) recordValidator(recordType, action)(body.plain, body.byteLength);
  const data = body && isJsonObject(body.value) ? body.value : {};
  const recordId = call.recordId ?? String(data[recordType.idField]);
  assertSameId(data, recordType.idField, recordId);
  const { ats, scope, read } = call;
  return {
    ats,
    source: 'rest',
    recordType,
    action,
    clientId: scope.clientId,
    userId: scope.userId,
    recordId,
    body: data,
    mustExist: action !== 'created',
    ...receiptOf(call, data),
    read,
  };
}

/** The id in the path is the record's; a body that names another one is a mistake. */
function assertSameId(data: JsonObject, idField: string, recordId: string): void {
  const given = data[idField];
  if (given === undefined || given === recordId) return;
  throw validationError({ loc: ['body', idField], msg: 'Differs from the id in the path', type: 'mismatch' });
}

/** Client and user belong to the content: the same key and body for another client is another request. */
function receiptOf({ receiptPath, scope }: RestCall, data: JsonObject): Pick<AcceptInput, 'receipt'> {
  if (receiptPath === undefined) return {};
  const hash = contentHash([scope.clientId, scope.userId, data]);
  const memoryMs = IDEMPOTENCY_KEY_MEMORY_MS;
  return {
    receipt: { path: receiptPath, contentHash: hash, memoryMs, reused: 'idempotency_key_reused' },
  };
}

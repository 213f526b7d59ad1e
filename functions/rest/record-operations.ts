import { isJsonObject, type JsonObject } from '../shared/core/json/json-value.ts';
import { paths } from '../shared/core/paths.ts';
import type { RecordAction, RecordType } from '../shared/core/records/record-type.ts';
import { eventName } from '../shared/core/records/record-types.ts';
import type { StoredRecord } from '../shared/core/stored-record.ts';
import { validationError } from '../shared/core/validation-error.ts';
import type { AcceptInput } from '../shared/flows/accept-event.ts';
import { recordChange } from '../shared/flows/record-change.ts';
import { recordValidator } from '../shared/http/record-validator.ts';
import type { StoredDocument } from '../shared/ports/store.ts';
import { findableId } from './findable-id.ts';
import type { LocatedCall } from './locate-call.ts';
import type { Operation, RestCall } from './operation.ts';
import type { RequestScope } from './read-headers.ts';
import { getRecord, listRecords } from './read-records.ts';
import { receiptOf } from './receipt-of.ts';

type RecordOperation = 'create' | 'update' | 'delete' | 'get' | 'list';

/** The five operations on one type of record. */
export function recordOperations(recordType: RecordType): Record<RecordOperation, Operation> {
  const { collection, idField } = recordType;
  const needs = 'client-and-user';
  const documentPath = (atsId: string, { scope, parameters }: LocatedCall<RequestScope>) => {
    const id = findableId(parameters, idField);
    return id === undefined ? undefined : paths.record(atsId, scope.clientId, collection, id);
  };
  const accept = (action: RecordAction) => (call: RestCall<RequestScope>) =>
    acceptRecord(recordType, action, call);
  return {
    create: { needs, takesBody: true, accept: accept('created') },
    update: { needs, takesBody: true, documentPath, accept: accept('updated') },
    delete: { needs, takesBody: false, documentPath, accept: accept('deleted') },
    get: { needs, documentPath, read: getRecord },
    list: {
      needs,
      read: (deps, call) =>
        listRecords(deps, call, paths.records(call.ats.atsId, call.scope.clientId, collection)),
    },
  };
}

/** What a POST, PATCH or DELETE of a record asks to accept. Throws a 422 for a body that does not fit. */
function acceptRecord(
  recordType: RecordType,
  action: RecordAction,
  call: RestCall<RequestScope>,
): AcceptInput {
  const { ats, scope, body, parameters, receipt, document } = call;
  const { idField } = recordType;
  if (body) recordValidator(recordType, action)(body.plain, body.byteLength);
  const data = body && isJsonObject(body.value) ? body.value : {};
  const recordId = parameters[idField] ?? String(data[idField]);
  assertSameId(data, idField, recordId);
  const { atsId } = ats;
  const { clientId } = scope;
  const mustExist = action !== 'created';
  return {
    ats,
    source: 'rest',
    type: eventName(recordType, action),
    ...scope,
    recordId,
    change: recordChange({ atsId, clientId, recordType, action, recordId, body: data, mustExist }),
    // Client and user belong to the content: the same key and body for another client is another request.
    ...receiptOf(call, [scope.clientId, scope.userId, data]),
    read: { receipt, record: document as StoredDocument<StoredRecord> | undefined },
  };
}

/** The id in the path is the record's; a body that names another one is a mistake. */
function assertSameId(data: JsonObject, idField: string, recordId: string): void {
  const given = data[idField];
  if (given === undefined || given === recordId) return;
  throw validationError({ loc: ['body', idField], msg: 'Differs from the id in the path', type: 'mismatch' });
}

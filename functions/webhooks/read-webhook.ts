import { Type } from 'typebox';
import type { ValidationIssue } from '../shared/core/errors.ts';
import type { JsonObject } from '../shared/core/json/json-value.ts';
import { omitKeys } from '../shared/core/json/omit-keys.ts';
import { idSchema } from '../shared/core/records/record-fields.ts';
import type { RecordAction, RecordType } from '../shared/core/records/record-type.ts';
import { RECORD_TYPES, recordEvent, recordEventNames } from '../shared/core/records/record-types.ts';
import { validationError } from '../shared/core/validation-error.ts';
import type { JsonBody } from '../shared/http/parse-json-body.ts';
import { recordValidator } from '../shared/http/record-validator.ts';
import { compileValidator } from '../shared/http/validate.ts';

export interface IncomingWebhook {
  eventId: string;
  clientId: string;
  userId: string;
  recordType: RecordType;
  action: RecordAction;
  recordId: string;
  /** The record's own fields. */
  data: JsonObject;
}

const ENVELOPE = { event: Type.String(), event_id: idSchema, client_id: idSchema, user_id: idSchema };
const validateEnvelope = compileValidator(Type.Object(ENVELOPE), 'body');

/** A patch may leave anything out and a deletion checks nothing else, but here the id stands nowhere but in the body. */
const ID_VALIDATORS = new Map(
  RECORD_TYPES.map((recordType) => [
    recordType,
    compileValidator(Type.Object({ [recordType.idField]: idSchema }), 'body'),
  ]),
);

/** Splits a webhook's flat body into its envelope and the record's fields. Throws a 422 for what does not fit. */
export function readWebhook({ value, plain }: JsonBody, byteLength: number): IncomingWebhook {
  validateEnvelope(plain, byteLength);
  const body = value as JsonObject;
  const found = recordEvent(String(body.event));
  if (found === undefined) throw validationError(unknownEvent());
  const { recordType, action } = found;
  recordValidator(recordType, action)(plain, byteLength);
  ID_VALIDATORS.get(recordType)?.(plain, byteLength);
  return {
    eventId: String(body.event_id),
    clientId: String(body.client_id),
    userId: String(body.user_id),
    recordType,
    action,
    recordId: String(body[recordType.idField]),
    data: omitKeys(body, Object.keys(ENVELOPE)),
  };
}

function unknownEvent(): ValidationIssue {
  const msg = `Unknown event. Known are: ${recordEventNames().join(', ')}`;
  return { loc: ['body', 'event'], msg, type: 'unknown_event' };
}

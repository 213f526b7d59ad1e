import { Type } from 'typebox';
import type { ValidationIssue } from '../shared/core/errors.ts';
import type { JsonObject } from '../shared/core/json/json-value.ts';
import { omitKeys } from '../shared/core/json/omit-keys.ts';
import { idSchema } from '../shared/core/records/record-fields.ts';
import type { RecordAction, RecordType } from '../shared/core/records/record-type.ts';
import { RECORD_TYPES, recordEvent, recordEventNames } from '../shared/core/records/record-types.ts';
import { validationError } from '../shared/core/validation-error.ts';
import {
  WORKSPACE_TYPES,
  type WorkspaceType,
  workspaceEvent,
} from '../shared/core/workspaces/workspace-types.ts';
import type { Change } from '../shared/flows/accept-event.ts';
import { recordChange } from '../shared/flows/record-change.ts';
import { workspaceChange } from '../shared/flows/workspace-change.ts';
import type { JsonBody } from '../shared/http/parse-json-body.ts';
import { recordValidator } from '../shared/http/record-validator.ts';
import { compileValidator } from '../shared/http/validate.ts';
import { workspaceValidator } from '../shared/http/workspace-validator.ts';

export interface IncomingWebhook {
  eventId: string;
  /** The event's name. */
  type: string;
  clientId: string;
  userId: string;
  recordId: string;
  change: Change;
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

/** Reads a webhook's flat body: its envelope, and what it asks to change. Throws a 422 for what does not fit. */
export function readWebhook(atsId: string, body: JsonBody, byteLength: number): IncomingWebhook {
  validateEnvelope(body.plain, byteLength);
  const fields = body.value as JsonObject;
  const envelope = {
    eventId: String(fields.event_id),
    type: String(fields.event),
    clientId: String(fields.client_id),
    userId: String(fields.user_id),
  };
  const about = recordEvent(envelope.type);
  if (about) return { ...envelope, ...readRecord(about, { atsId, ...envelope }, body, byteLength) };
  const workspaceType = workspaceEvent(envelope.type);
  if (workspaceType) return { ...envelope, ...readWorkspace(workspaceType, body, byteLength) };
  throw validationError(unknownEvent());
}

function readRecord(
  { recordType, action }: { recordType: RecordType; action: RecordAction },
  { atsId, clientId }: { atsId: string; clientId: string },
  { value, plain }: JsonBody,
  byteLength: number,
) {
  recordValidator(recordType, action)(plain, byteLength);
  ID_VALIDATORS.get(recordType)?.(plain, byteLength);
  const fields = value as JsonObject;
  const recordId = String(fields[recordType.idField]);
  const body = omitKeys(fields, Object.keys(ENVELOPE));
  const change = recordChange({ atsId, clientId, recordType, action, recordId, body, mustExist: false });
  return { recordId, change };
}

/** The client and the user are what such an event is about, and so belong to its data. */
function readWorkspace(type: WorkspaceType, { value, plain }: JsonBody, byteLength: number) {
  workspaceValidator(type)(plain, byteLength);
  const data = omitKeys(value as JsonObject, ['event', 'event_id']);
  return { recordId: String(data[type.idField]), change: workspaceChange(data) };
}

function unknownEvent(): ValidationIssue {
  const known = [...recordEventNames(), ...WORKSPACE_TYPES.map(({ event }) => event)];
  return {
    loc: ['body', 'event'],
    msg: `Unknown event. Known are: ${known.join(', ')}`,
    type: 'unknown_event',
  };
}

import { type TSchema, Type } from 'typebox';
import type { JsonObject } from './json/json-value.ts';
import { MEETING_OUTPUTS, meetingOutputSample, meetingOutputSchema } from './meetings/meeting-outputs.ts';
import { idSchema } from './records/record-fields.ts';
import type { RecordType } from './records/record-type.ts';
import { eventName, RECORD_TYPES } from './records/record-types.ts';
import { memberAdded, workspaceCreated } from './workspaces/workspace-types.ts';

/** One type of outgoing webhook (spec section 4). */
export interface OutgoingEvent {
  event: string;
  /** When it is sent, as a sentence. */
  about: string;
  /** Its `data` when `status` is `success`; with `error` it holds what is known. Fields may be added. */
  schema: TSchema;
  /** The field of its `data` that names what it is about. */
  idField: string;
  /** Synthetic `data` that could be real. */
  sample: JsonObject;
}

/** What is told of besides records. */
const OTHER_EVENTS: readonly OutgoingEvent[] = [
  ...MEETING_OUTPUTS.map((output) => ({
    event: output.event,
    about: `A meeting has its ${output.field} (${output.form}).`,
    schema: meetingOutputSchema(output),
    idField: 'meeting_id',
    sample: meetingOutputSample(output),
  })),
  {
    event: workspaceCreated.webhook,
    about: 'A workspace is ready for a client: it was asked for, or the first event for the client came.',
    schema: workspaceCreated.shownSchema,
    idField: workspaceCreated.idField,
    sample: workspaceCreated.sample,
  },
  {
    event: memberAdded.webhook,
    about: 'A user is a member of a workspace: it was asked for, or the first event of the user came.',
    schema: memberAdded.shownSchema,
    idField: memberAdded.idField,
    sample: { client_id: workspaceCreated.sample.client_id, ...memberAdded.sample },
  },
];

/** Every type of outgoing webhook. */
export const OUTGOING_EVENTS: readonly OutgoingEvent[] = outgoingEvents(RECORD_TYPES);

/** Every type of outgoing webhook that there is with these types of records. */
export function outgoingEvents(recordTypes: readonly RecordType[]): OutgoingEvent[] {
  return [...recordTypes.flatMap(recordEvents), ...OTHER_EVENTS];
}

function recordEvents(recordType: RecordType): OutgoingEvent[] {
  const { name, idField, resultSchema, shownSchema, sample, resultSample } = recordType;
  const processed = { ...sample, ...resultSample };
  return [
    {
      event: eventName(recordType, 'created'),
      about: `The ${name} was created, or replaced, and has been processed.`,
      schema: resultSchema,
      idField,
      sample: processed,
    },
    {
      event: eventName(recordType, 'updated'),
      about: `The ${name} was changed and has been processed; the data is the whole ${name}.`,
      schema: shownSchema,
      idField,
      sample: processed,
    },
    {
      event: eventName(recordType, 'deleted'),
      about: `The ${name} has been deleted.`,
      schema: Type.Object({ [idField]: idSchema }),
      idField,
      sample: { [idField]: sample[idField] as string },
    },
  ];
}

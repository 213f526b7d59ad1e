import type { JsonObject } from '../core/json/json-value.ts';
import {
  MEETING_LINKS,
  MEETING_OUTPUTS,
  meetingOutputSample,
  meetingSchema,
} from '../core/meetings/meeting-outputs.ts';
import { INVALID, invalidPath } from './invalid-request.ts';
import { type OperationInput, toOperation } from './operation.ts';
import { pageExamples, pageParameters } from './page-of.ts';
import { idInPath } from './parameters.ts';
import { refTo } from './references.ts';
import { toJsonSchema } from './to-json-schema.ts';

const TAG = 'Meetings';

/** What the fields of a meeting mean. */
export function meetingNotes(): Record<string, string> {
  const links = MEETING_LINKS.map((link) => [link, `What the meeting is about, where that is known.`]);
  const outputs = MEETING_OUTPUTS.map(({ field, form }) => [field, `${form}.`]);
  return { meeting_id: "Carv's id of the meeting.", ...Object.fromEntries([...links, ...outputs]) };
}

export function meetingSchemas(): JsonObject {
  const schema = toJsonSchema(meetingSchema, meetingNotes());
  return {
    Meeting: {
      ...schema,
      // A field is there from the start: null says that nothing has arrived yet.
      required: Object.keys(schema.properties as JsonObject),
      description: 'A meeting: the outputs that have arrived; null where one has not.',
    },
  };
}

/** A meeting of which everything has arrived. */
function wholeMeeting(): JsonObject {
  return Object.assign({}, ...MEETING_OUTPUTS.map(meetingOutputSample)) as JsonObject;
}

export function meetingPaths(): JsonObject {
  return {
    '/v1/meetings': { get: toOperation(listMeetings()) },
    '/v1/meetings/{meeting_id}': {
      parameters: [idInPath('meeting_id', "Carv's id of the meeting.", String(wholeMeeting().meeting_id))],
      get: toOperation(getMeeting()),
    },
  };
}

function listMeetings(): OperationInput {
  return {
    operationId: 'listMeetings',
    tag: TAG,
    summary: 'List meetings',
    description: 'The meetings of the client of which something has arrived, a page at a time.',
    needs: 'client-and-user',
    parameters: pageParameters(),
    answer: {
      status: 200,
      description: 'One page of meetings.',
      schema: refTo('schemas', 'MeetingPage'),
      examples: pageExamples(wholeMeeting()),
    },
    invalid: [INVALID.scope, INVALID.page],
  };
}

function getMeeting(): OperationInput {
  const nothing = Object.fromEntries(MEETING_OUTPUTS.map(({ field }) => [field, null]));
  const [first = { field: 'transcript', sample: '' }] = MEETING_OUTPUTS;
  return {
    operationId: 'getMeeting',
    tag: TAG,
    summary: 'Read a meeting',
    description:
      'What Carv has made of a meeting so far. Each output is also told of by a webhook as it arrives.',
    needs: 'client-and-user',
    answer: {
      status: 200,
      description: 'The meeting.',
      schema: refTo('schemas', 'Meeting'),
      examples: {
        whole: { summary: 'Everything has arrived', value: wholeMeeting() },
        first: {
          summary: `The ${first.field} has arrived`,
          value: { ...wholeMeeting(), ...nothing, [first.field]: first.sample },
        },
      },
    },
    errors: ['NotFound'],
    invalid: [INVALID.scope, invalidPath('meeting_id')],
  };
}

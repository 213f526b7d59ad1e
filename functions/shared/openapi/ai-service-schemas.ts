import type { JsonObject } from '../core/json/json-value.ts';
import {
  MEETING_OUTPUTS,
  type MeetingOutput,
  meetingOutputSchema,
} from '../core/meetings/meeting-outputs.ts';
import {
  internalEventSchema,
  processAnswerSchema,
  processRequestSchema,
  resultSchema,
} from '../core/processing/ai-contract.ts';
import { recordEventNames } from '../core/records/record-types.ts';
import { commonSchemas } from './components.ts';
import { meetingNotes } from './meeting-paths.ts';
import { pascalCase, refTo } from './references.ts';
import { type Notes, toJsonSchema } from './to-json-schema.ts';

const NOTES: Notes = {
  reference_id: 'Names the flow, and is the idempotency key: the same call may come again.',
  ats_id: 'The ATS that it belongs to.',
  workspace: "The ATS's id of its client.",
  member: "The ATS's id of the user who acts.",
  event: 'What has happened.',
  event_id: 'The idempotency key: the same content under the same id is taken once in 7 days.',
  data: 'What it is about, numbers as the ATS wrote them.',
  files: "The record's files, as it names them; often none.",
  status: 'How it went.',
  error:
    'Why there is no data. A code of at most 100 characters, a message of at most 1000; what is longer is cut.',
};

/** What the AI services and CarvOS say to one another. */
export function aiServiceSchemas(): JsonObject {
  const request = toJsonSchema(processRequestSchema, NOTES);
  const result = toJsonSchema(resultSchema, NOTES);
  return {
    ProcessRequest: {
      ...request,
      description: 'One event to be processed. Fields may be added.',
      properties: {
        ...(request.properties as JsonObject),
        event: { type: 'string', enum: recordEventNames(), description: 'What has happened.' },
      },
    },
    ProcessAnswer: {
      ...toJsonSchema(processAnswerSchema, NOTES),
      description: 'What came of it: `data` on success, `error` otherwise.',
      oneOf: OUTCOMES,
    },
    Result: {
      ...result,
      description: 'What came of an event that was answered 202: the same, and which event it is of.',
      oneOf: OUTCOMES,
    },
    ...meetingEvents(),
    ...commonSchemas(),
  };
}

/** `data` belongs to a success and `error` to a failure; the other one may be there, and is not looked at. */
const OUTCOMES: JsonObject[] = [
  {
    title: 'success',
    required: ['data'],
    properties: { status: { type: 'string', const: 'success' }, data: { type: 'object' } },
  },
  {
    title: 'error',
    required: ['error'],
    properties: { status: { type: 'string', const: 'error' }, error: { type: 'object' } },
  },
];

function meetingEvents(): JsonObject {
  const names = MEETING_OUTPUTS.map((output) => [output.event, pascalCase(output.event)] as const);
  return {
    Event: {
      description: 'Something that starts with Carv, told apart by `event`.',
      oneOf: names.map(([, name]) => refTo('schemas', name)),
      discriminator: {
        propertyName: 'event',
        mapping: Object.fromEntries(names.map(([event, name]) => [event, `#/components/schemas/${name}`])),
      },
    },
    ...Object.fromEntries(
      MEETING_OUTPUTS.map((output, index) => [names[index]?.[1] ?? output.event, meetingEvent(output)]),
    ),
  };
}

function meetingEvent(output: MeetingOutput): JsonObject {
  const schema = toJsonSchema(internalEventSchema, NOTES);
  return {
    ...schema,
    description: `A meeting has its ${output.field} (${output.form}).`,
    properties: {
      ...(schema.properties as JsonObject),
      event: { type: 'string', const: output.event },
      data: toJsonSchema(meetingOutputSchema(output), meetingNotes()),
    },
  };
}

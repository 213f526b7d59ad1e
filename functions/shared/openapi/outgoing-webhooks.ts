import { outgoingEventId } from '../core/envelope.ts';
import type { JsonObject } from '../core/json/json-value.ts';
import { type OutgoingEvent, outgoingEvents } from '../core/outgoing-events.ts';
import type { RecordType } from '../core/records/record-type.ts';
import { CLIENT_ID, jsonContent, REFERENCE_ID } from './examples.ts';
import { meetingNotes } from './meeting-paths.ts';
import { pascalCase, refTo } from './references.ts';
import { toJsonSchema } from './to-json-schema.ts';
import { MEMBER_NOTES, WORKSPACE_NOTES } from './workspace-paths.ts';

const DESCRIPTION = `Sent to the webhook URL of your ATS, at least once and in no promised order: take an \`event_id\` that you know already as
done. **Delivered** means a 2xx within 5 s. Anything else, a redirect too, is tried again 1 min, 5 min, 30 min and 2 h after the attempt
before, with the same bytes and a fresh signature; after the fifth attempt the delivery is \`exhausted\`. Verify \`X-Webhook-Signature\` with your
**outgoing** secret over the raw bytes before you parse them, acknowledge first, and work later. While a secret is rotated with an overlap
there are two \`v1\`, of the new secret first and of the old one last: check each.`;

/** What CarvOS sends, as OpenAPI's `webhooks`: the paths are the receiver's own. */
export function outgoingWebhooks(recordTypes: readonly RecordType[]): JsonObject {
  return Object.fromEntries(
    outgoingEvents(recordTypes).map((event) => [event.event, { post: outgoingWebhook(event) }]),
  );
}

function outgoingWebhook(event: OutgoingEvent): JsonObject {
  return {
    operationId: `on${pascalCase(event.event)}`,
    tags: ['Outgoing webhooks'],
    summary: event.about,
    description: DESCRIPTION.replaceAll('\n', ' '),
    security: [],
    parameters: outgoingHeaders(event),
    requestBody: {
      required: true,
      content: jsonContent(refTo('schemas', schemaName(event)), {
        success: { summary: 'Synthetic, but it could be real', value: envelope(event, null) },
        error: { summary: 'It could not be processed', value: envelope(event, FAILURE) },
      }),
    },
    responses: {
      '2XX': {
        description: 'Delivered, if it comes within 5 s. The body is kept for the delivery log only.',
      },
      default: { description: 'Not delivered: it is tried again on the ladder. Redirects are not followed.' },
    },
  };
}

const FAILURE = {
  code: 'ai_unavailable',
  message: 'The AI service could not be reached within 24 hours',
};

function envelope({ event, schema, sample }: OutgoingEvent, error: JsonObject | null): JsonObject {
  const known = idFields(schema).map((field) => [field, sample[field] ?? '']);
  return {
    event,
    event_id: outgoingEventId(REFERENCE_ID, event),
    reference_id: REFERENCE_ID,
    client_id: CLIENT_ID,
    timestamp: '2026-02-25T10:30:00Z',
    status: error === null ? 'success' : 'error',
    error,
    data: error === null ? sample : Object.fromEntries(known),
  };
}

/** In every schema of an event the id of what it is about is required, and comes first. */
function idFields(schema: OutgoingEvent['schema']): string[] {
  return ((schema as unknown as { required?: string[] }).required ?? []).slice(0, 1);
}

const schemaName = ({ event }: OutgoingEvent) => `Outgoing${pascalCase(event)}`;

export function outgoingSchemas(recordTypes: readonly RecordType[]): JsonObject {
  const events = outgoingEvents(recordTypes);
  return {
    OutgoingEnvelope: ENVELOPE,
    EventError: {
      type: 'object',
      description: 'Why an event could not be processed.',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', description: 'Machine-readable, such as `workspace_not_provisioned`.' },
        message: { type: 'string', description: 'In plain words.' },
      },
      additionalProperties: false,
    },
    ...Object.fromEntries(
      events.map((event) => [schemaName(event), outgoingSchema(event, notesOf(event, recordTypes))]),
    ),
  };
}

function notesOf({ event }: OutgoingEvent, recordTypes: readonly RecordType[]) {
  if (event === 'workspace.provisioned') return WORKSPACE_NOTES;
  if (event === 'workspace.member_added') return MEMBER_NOTES;
  const recordType = recordTypes.find(({ name }) => event.startsWith(`${name}.`));
  return recordType ? recordType.notes : meetingNotes();
}

const ENVELOPE: JsonObject = {
  type: 'object',
  description: 'What every outgoing webhook has; its keys come in this order.',
  required: ['event', 'event_id', 'reference_id', 'client_id', 'timestamp', 'status', 'error', 'data'],
  properties: {
    event: { type: 'string', description: 'Named as the event that came in.' },
    event_id: { type: 'string', description: 'The same with every attempt: what you have seen is a repeat.' },
    reference_id: refTo('schemas', 'ReferenceId'),
    client_id: { type: 'string', description: 'Your id of the client.' },
    timestamp: {
      type: 'string',
      format: 'date-time',
      description: 'When it was made, in UTC, to the second.',
    },
    status: { type: 'string', enum: ['success', 'error'] },
    error: { anyOf: [refTo('schemas', 'EventError'), { type: 'null' }], description: 'Null on success.' },
    data: { type: 'object', description: 'On success the result; on error what is known, at least the id.' },
  },
};

function outgoingSchema({ event, about, schema }: OutgoingEvent, notes: Record<string, string>): JsonObject {
  const data = toJsonSchema(schema, notes);
  const ids = idFields(schema);
  return {
    description: about,
    allOf: [
      refTo('schemas', 'OutgoingEnvelope'),
      { type: 'object', properties: { event: { type: 'string', const: event } } },
      {
        oneOf: [
          {
            title: 'success',
            type: 'object',
            properties: { status: { type: 'string', const: 'success' }, error: { type: 'null' }, data },
          },
          {
            title: 'error',
            type: 'object',
            properties: {
              status: { type: 'string', const: 'error' },
              error: refTo('schemas', 'EventError'),
              data: { type: 'object', required: ids },
            },
          },
        ],
      },
    ],
  };
}

function outgoingHeaders({ event }: OutgoingEvent): JsonObject[] {
  return [
    header('X-CarvOS-Event', 'The event type.', { type: 'string', const: event }, event),
    refTo('parameters', 'WebhookSignature'),
    header('X-Carv-Causation-ID', 'The `reference_id`.', refTo('schemas', 'ReferenceId'), REFERENCE_ID),
    header('User-Agent', 'Who sends it.', { type: 'string', const: USER_AGENT }, USER_AGENT),
    {
      ...header(
        'X-CarvOS-Test',
        'On sends from the sandbox, and on no others.',
        { type: 'string', const: 'true' },
        'true',
      ),
      required: false,
    },
  ];
}

const USER_AGENT = 'CarvOS-Webhooks/1.0';

function header(name: string, description: string, schema: JsonObject, example: string): JsonObject {
  return { name, in: 'header', required: true, description, schema, example };
}

import type { JsonObject } from '../core/json/json-value.ts';
import type { RecordAction, RecordType } from '../core/records/record-type.ts';
import { eventName } from '../core/records/record-types.ts';
import { WORKSPACE_TYPES } from '../core/workspaces/workspace-types.ts';
import { CLIENT_ID, type Examples, USER_ID } from './examples.ts';
import { INVALID, type Invalid, invalidBody } from './invalid-request.ts';
import { accepted, toOperation } from './operation.ts';
import { recordSchemaNames } from './record-schemas.ts';
import { pascalCase, refTo, withArticle } from './references.ts';

/** An event as it comes in: its name, the schema of its own fields, and an example. */
interface IncomingEvent {
  event: string;
  about: string;
  fields: JsonObject;
  /** The field that says what it is about; it stands nowhere but in the body. */
  idField: string;
  sample: JsonObject;
}

/** Every event that a webhook may bring. */
function incomingEvents(recordTypes: readonly RecordType[]): IncomingEvent[] {
  return [
    ...recordTypes.flatMap((recordType) =>
      (['created', 'updated', 'deleted'] as const).map((action) => recordEvent(recordType, action)),
    ),
    ...WORKSPACE_TYPES.map(({ event, idField, sample }) => ({
      event,
      about: event === 'workspace.created' ? 'Asks for a workspace.' : 'Adds a member to a workspace.',
      fields: refTo('schemas', event === 'workspace.created' ? 'Workspace' : 'Member'),
      idField,
      sample,
    })),
  ];
}

function recordEvent(recordType: RecordType, action: RecordAction): IncomingEvent {
  const { name, idField, sample } = recordType;
  const names = recordSchemaNames(recordType);
  const one = withArticle(name);
  const id = { [idField]: sample[idField] as string };
  const kinds = {
    created: {
      about: `Creates ${one}, or replaces it whole.`,
      fields: refTo('schemas', names.whole),
      sample,
    },
    updated: {
      about: `Changes ${one} by a JSON merge patch; one that is unknown is created by it.`,
      fields: refTo('schemas', names.patch),
      sample: { ...id, added: 1 },
    },
    deleted: {
      about: `Deletes ${one}; of one that is unknown it is confirmed all the same.`,
      fields: { type: 'object' },
      sample: id,
    },
  };
  return { event: eventName(recordType, action), idField, ...kinds[action] };
}

/** The body of each event, and the choice among them. */
export function incomingSchemas(recordTypes: readonly RecordType[]): JsonObject {
  const events = incomingEvents(recordTypes);
  return {
    IncomingEnvelope: {
      type: 'object',
      description: "What stands in every webhook beside the record's own fields.",
      required: ['event', 'event_id', 'client_id', 'user_id'],
      properties: {
        event: { type: 'string', description: 'What has happened.' },
        event_id: {
          ...ID,
          description:
            'Your id of the event: the same content under the same id is processed once in 7 days.',
        },
        client_id: { ...ID, description: 'Your id of the client.' },
        user_id: { ...ID, description: 'Your id of the user who acts.' },
      },
    },
    ...Object.fromEntries(events.map((event) => [schemaName(event), incomingSchema(event)])),
    IncomingWebhook: {
      description: 'One of the events, told apart by `event`.',
      oneOf: events.map((event) => refTo('schemas', schemaName(event))),
      discriminator: {
        propertyName: 'event',
        mapping: Object.fromEntries(
          events.map((event) => [event.event, `#/components/schemas/${schemaName(event)}`]),
        ),
      },
    },
  };
}

const ID = { type: 'string', minLength: 1, maxLength: 128 };

const schemaName = ({ event }: IncomingEvent) => `Incoming${pascalCase(event)}`;

function incomingSchema({ event, about, fields, idField }: IncomingEvent): JsonObject {
  return {
    description: about,
    allOf: [
      refTo('schemas', 'IncomingEnvelope'),
      fields,
      {
        type: 'object',
        required: ['event', idField],
        properties: { event: { type: 'string', const: event }, [idField]: ID },
      },
    ],
  };
}

export function webhookPath(recordTypes: readonly RecordType[]): JsonObject {
  return {
    '/v1/webhooks/{ats_id}': {
      parameters: [
        {
          name: 'ats_id',
          in: 'path',
          required: true,
          description: 'The id that CarvOS has given your ATS.',
          schema: { type: 'string', pattern: '^[a-z0-9-]{3,40}$' },
          example: 'demo',
        },
      ],
      post: toOperation({
        operationId: 'receiveWebhook',
        tag: 'Webhooks',
        summary: 'Send a signed webhook',
        description:
          'Tells of what has happened in the ATS, signed with the **incoming** secret instead of an API key. The body is flat: envelope and record side by side. It ends in the same code as the REST calls: the same data gives the same result.',
        needs: 'signature',
        parameters: [refTo('parameters', 'WebhookSignature')],
        body: {
          schema: refTo('schemas', 'IncomingWebhook'),
          examples: incomingExamples(incomingEvents(recordTypes)),
        },
        answer: accepted('The event is stored, and will be processed; a repeat gets the first answer.'),
        errors: ['EventIdReused', 'TooLarge'],
        invalid: [unknownEvent(), invalidBody('event_id', undefined), INVALID.tooDeep],
      }),
    },
  };
}

function incomingExamples(events: IncomingEvent[]): Examples {
  return Object.fromEntries(
    events.map(({ event, about, sample }, index) => [
      event,
      {
        summary: about,
        value: { event, event_id: `your-${index + 1}`, client_id: CLIENT_ID, user_id: USER_ID, ...sample },
      },
    ]),
  );
}

function unknownEvent(): Invalid {
  const msg = 'Unknown event. Known are: candidate.created, …';
  return {
    name: 'unknown_event',
    summary: 'There is no such event',
    issues: [{ loc: ['body', 'event'], msg, type: 'unknown_event' }],
  };
}

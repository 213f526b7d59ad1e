import type { JsonObject } from '../core/json/json-value.ts';
import type { RecordType } from '../core/records/record-type.ts';
import { REFERENCE_ID as REFERENCE_ID_PATTERN } from '../core/reference-id.ts';
import { type ErrorName, responseComponents } from './error-responses.ts';
import { eventSchemas } from './event-paths.ts';
import { REFERENCE_ID } from './examples.ts';
import { headerComponents } from './headers.ts';
import { meetingSchemas } from './meeting-paths.ts';
import { healthSchemas } from './open-paths.ts';
import { outgoingSchemas } from './outgoing-webhooks.ts';
import { pageSchema } from './page-of.ts';
import { parameterComponents } from './parameters.ts';
import { recordSchemaNames, recordSchemas } from './record-schemas.ts';
import { refTo } from './references.ts';
import { incomingSchemas } from './webhook-path.ts';
import { workspaceSchemas } from './workspace-paths.ts';

/** The error answers of the public API. */
const RESPONSES: ReadonlySet<ErrorName> = new Set([
  'NotJson',
  'InvalidApiKey',
  'InvalidSignature',
  'AtsDisabled',
  'NotFound',
  'MethodNotAllowed',
  'BodyTimeout',
  'IdempotencyKeyReused',
  'EventIdReused',
  'BodyTooLarge',
  'TooLarge',
  'NotJsonContent',
  'RateLimited',
  'InternalError',
  'Unavailable',
]);

/** Everything that the paths refer to. */
export function components(recordTypes: readonly RecordType[]): JsonObject {
  return {
    schemas: {
      ...Object.assign({}, ...recordTypes.map(recordSchemas)),
      ...workspaceSchemas(),
      ...meetingSchemas(),
      ...pages(recordTypes),
      ...commonSchemas(),
      ...eventSchemas(),
      ...healthSchemas(),
      ...incomingSchemas(recordTypes),
      ...outgoingSchemas(recordTypes),
    },
    parameters: parameterComponents(),
    headers: headerComponents(),
    responses: responseComponents(RESPONSES),
    securitySchemes: {
      apiKey: {
        type: 'apiKey',
        in: 'header',
        name: 'X-API-Key',
        description: 'The key of your ATS. A new one, made in the portal, ends the old one at once.',
      },
    },
  };
}

function pages(recordTypes: readonly RecordType[]): JsonObject {
  const ofRecords = recordTypes.map((recordType) => {
    const { page, shown } = recordSchemaNames(recordType);
    return [page, pageSchema(shown)] as const;
  });
  return {
    ...Object.fromEntries(ofRecords),
    WorkspacePage: pageSchema('WorkspaceShown'),
    MemberPage: pageSchema('MemberShown'),
    MeetingPage: pageSchema('Meeting'),
  };
}

/** What every document needs: the answers that are the same everywhere. */
export function commonSchemas(): JsonObject {
  return {
    ReferenceId: {
      type: 'string',
      format: 'uuid',
      pattern: REFERENCE_ID_PATTERN.source,
      description: 'A UUID version 7 (RFC 9562): names one flow from end to end.',
      examples: [REFERENCE_ID],
    },
    Accepted: {
      type: 'object',
      description: 'Stored. Nothing else stands in it.',
      required: ['reference_id'],
      properties: { reference_id: refTo('schemas', 'ReferenceId') },
      additionalProperties: false,
    },
    Error: {
      type: 'object',
      required: ['detail'],
      properties: { detail: { type: 'string', minLength: 1, description: 'A sentence for people.' } },
      additionalProperties: false,
    },
    ValidationError: {
      type: 'object',
      required: ['detail'],
      properties: {
        detail: { type: 'array', minItems: 1, maxItems: 50, items: refTo('schemas', 'ValidationIssue') },
      },
      additionalProperties: false,
    },
    ValidationIssue: {
      type: 'object',
      description: 'One thing that is wrong with a request.',
      required: ['loc', 'msg', 'type'],
      properties: {
        loc: {
          type: 'array',
          minItems: 1,
          items: { anyOf: [{ type: 'string' }, { type: 'integer', minimum: 0 }] },
          description: 'Where: `body`, `header`, `path` or `query`, then the way to it.',
        },
        msg: { type: 'string', description: 'What, in words for people; they may change.' },
        type: { type: 'string', description: 'What, by a name that stays, such as `missing`.' },
      },
      additionalProperties: false,
    },
  };
}

import type { JsonObject } from '../core/json/json-value.ts';
import type { RecordType } from '../core/records/record-type.ts';
import { RECORD_TYPES } from '../core/records/record-types.ts';
import { components } from './components.ts';
import { DESCRIPTION } from './description.ts';
import { eventPaths } from './event-paths.ts';
import { meetingPaths } from './meeting-paths.ts';
import { openPaths } from './open-paths.ts';
import { outgoingWebhooks } from './outgoing-webhooks.ts';
import { recordPaths, recordTag } from './record-paths.ts';
import { webhookPath } from './webhook-path.ts';
import { workspacePaths } from './workspace-paths.ts';

export interface OpenApiOptions {
  recordTypes?: readonly RecordType[];
  /** Where the API is served; where the document is, when left out. */
  serverUrl?: string;
}

/**
 * The public API as an OpenAPI 3.1 document, made from the schemas that requests are checked with. Made anew at each call, and nothing
 * of it before: a caller that answers with it often keeps it.
 */
export function openApiDocument({ recordTypes = RECORD_TYPES, serverUrl }: OpenApiOptions = {}): JsonObject {
  return {
    openapi: '3.1.1',
    info: {
      title: 'CarvOS',
      version: '1.0.0',
      summary: "The integration gateway between applicant tracking systems and Carv's AI services.",
      description: DESCRIPTION,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      serverUrl === undefined ? { url: '/', description: 'Where this document is' } : { url: serverUrl },
    ],
    tags: tags(recordTypes),
    security: [{ apiKey: [] }],
    paths: {
      ...Object.assign({}, ...recordTypes.map(recordPaths)),
      ...workspacePaths(),
      ...meetingPaths(),
      ...webhookPath(recordTypes),
      ...eventPaths(),
      ...openPaths(),
    },
    webhooks: outgoingWebhooks(recordTypes),
    components: components(recordTypes),
  };
}

function tags(recordTypes: readonly RecordType[]): JsonObject[] {
  return [
    ...recordTypes.map((recordType) => ({
      name: recordTag(recordType),
      description: `Push and read ${recordType.collection}.`,
    })),
    { name: 'Workspaces', description: 'Your clients, and their users.' },
    { name: 'Meetings', description: 'What Carv makes of meetings.' },
    { name: 'Webhooks', description: 'The other way to push: events, signed.' },
    { name: 'Events', description: 'What became of what you pushed.' },
    { name: 'Service', description: 'Open to everybody.' },
    { name: 'Outgoing webhooks', description: 'What CarvOS sends to your server.' },
  ];
}

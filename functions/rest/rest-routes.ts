import { RECORD_TYPES } from '../shared/core/records/record-types.ts';
import type { Route } from '../shared/http/route.ts';
import { meetingOperations as meetings } from './meeting-operations.ts';
import type { Operation } from './operation.ts';
import { recordOperations } from './record-operations.ts';
import { timelineOperation } from './timeline-operation.ts';
import { workspaceOperations as workspaces } from './workspace-operations.ts';

/** What anybody may read, without an API key. */
export type OpenPage = 'health' | 'openapi' | 'docs' | 'docs_file';

/** Five operations for every type of record. */
const RECORD_ROUTES: readonly Route<Operation>[] = RECORD_TYPES.flatMap((recordType) => {
  const operations = recordOperations(recordType);
  const { list, create, get } = operations;
  return [
    { path: `/v1/${recordType.collection}`, methods: { GET: list, POST: create } },
    {
      path: `/v1/${recordType.collection}/{${recordType.idField}}`,
      methods: { GET: get, PATCH: operations.update, DELETE: operations.delete },
    },
  ];
});

/** Every route of the REST API. */
export const REST_ROUTES: readonly Route<Operation | OpenPage>[] = [
  { path: '/v1/health', methods: { GET: 'health' } },
  { path: '/v1/openapi.json', methods: { GET: 'openapi' } },
  { path: '/docs', methods: { GET: 'docs' } },
  { path: '/docs/{file}', methods: { GET: 'docs_file' } },
  ...RECORD_ROUTES,
  { path: '/v1/events/{reference_id}', methods: { GET: timelineOperation } },
  { path: '/v1/workspaces', methods: { GET: workspaces.list, POST: workspaces.create } },
  { path: '/v1/workspaces/{client_id}', methods: { GET: workspaces.get } },
  {
    path: '/v1/workspaces/{client_id}/members',
    methods: { GET: workspaces.listMembers, POST: workspaces.addMember },
  },
  { path: '/v1/meetings', methods: { GET: meetings.list } },
  { path: '/v1/meetings/{meeting_id}', methods: { GET: meetings.get } },
];

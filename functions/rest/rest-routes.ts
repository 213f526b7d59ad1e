import { RECORD_TYPES } from '../shared/core/records/record-types.ts';
import type { Route } from '../shared/http/route.ts';
import type { RestTarget } from './rest-target.ts';

/** Five operations for every type of record. */
const RECORD_ROUTES: readonly Route<RestTarget>[] = RECORD_TYPES.flatMap((recordType) => [
  {
    path: `/v1/${recordType.collection}`,
    methods: { GET: { operation: 'list', recordType }, POST: { operation: 'create', recordType } },
  },
  {
    path: `/v1/${recordType.collection}/{${recordType.idField}}`,
    methods: {
      GET: { operation: 'get', recordType },
      PATCH: { operation: 'update', recordType },
      DELETE: { operation: 'delete', recordType },
    },
  },
]);

/** Every route of the REST API. `health` needs no key, and `timeline` nothing but a key. */
export const REST_ROUTES: readonly Route<RestTarget | 'health' | 'timeline'>[] = [
  { path: '/v1/health', methods: { GET: 'health' } },
  { path: '/v1/events/{reference_id}', methods: { GET: 'timeline' } },
  ...RECORD_ROUTES,
];

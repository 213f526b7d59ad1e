import { RECORD_TYPES } from '../shared/core/records/record-types.ts';
import type { Route } from '../shared/http/route.ts';
import type { RestTarget } from './rest-call.ts';

/** The REST API's routes: five operations for every type of record. */
export const REST_ROUTES: readonly Route<RestTarget>[] = RECORD_TYPES.flatMap((recordType) => [
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

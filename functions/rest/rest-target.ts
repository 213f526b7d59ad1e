import type { RecordType } from '../shared/core/records/record-type.ts';

/** What a route answers: one operation on one type of record. */
export interface RestTarget {
  operation: 'create' | 'update' | 'delete' | 'get' | 'list';
  recordType: RecordType;
}

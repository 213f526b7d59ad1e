import { expect, test } from '@jest/globals';
import { candidate } from './candidate.ts';
import { eventName, RECORD_TYPES, recordEvent, recordEventNames } from './record-types.ts';

test('every event name leads back to its record type and action', () => {
  for (const recordType of RECORD_TYPES) {
    for (const action of ['created', 'updated', 'deleted'] as const) {
      expect(recordEvent(eventName(recordType, action))).toEqual({ recordType, action });
    }
  }
  expect(recordEventNames()).toHaveLength(RECORD_TYPES.length * 3);
});

test('candidates are named as in the contract', () => {
  expect(candidate).toMatchObject({ name: 'candidate', collection: 'candidates', idField: 'candidate_id' });
  expect(recordEventNames()).toEqual(
    expect.arrayContaining(['candidate.created', 'candidate.updated', 'candidate.deleted']),
  );
});

test.each([
  '',
  'candidate',
  'candidate.',
  'candidate.created ',
  'Candidate.created',
  '__proto__',
  'constructor',
])('%j is no event about a record', (event) => {
  expect(recordEvent(event)).toBeUndefined();
});

test('no two record types share a name, a collection or an id field', () => {
  for (const field of ['name', 'collection', 'idField'] as const) {
    expect(new Set(RECORD_TYPES.map((type) => type[field])).size).toBe(RECORD_TYPES.length);
  }
});

test('names are fit for event names, routes and paths', () => {
  for (const { name, collection, idField } of RECORD_TYPES) {
    expect([name, collection, idField].join('')).toMatch(/^[a-z_]+$/);
  }
});

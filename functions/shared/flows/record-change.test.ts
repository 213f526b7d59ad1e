import { describe, expect, test } from '@jest/globals';
import { candidate } from '../core/records/candidate.ts';
import type { RecordAction } from '../core/records/record-type.ts';
import type { StoredRecord } from '../core/stored-record.ts';
import type { StoredDocument } from '../ports/store.ts';
import { recordChange } from './record-change.ts';

const PATH = 'ats/demo/workspaces/=acme/candidates/=c-1';
const stored = (text: string): StoredDocument<StoredRecord> => ({
  id: 'c-1',
  path: PATH,
  version: '7',
  data: { id: 'c-1', version: 'r-1', payload: Buffer.from(text) } as unknown as StoredRecord,
});
const FOUND = stored('{"candidate_id":"c-1","phone":"1","custom_fields":{"a":1,"b":2}}');

function change(
  action: RecordAction,
  body: object,
  { mustExist = false, found = FOUND as typeof FOUND | null } = {},
) {
  const made = recordChange({
    atsId: 'demo',
    clientId: 'acme',
    recordType: candidate,
    action,
    recordId: 'c-1',
    body: body as never,
    mustExist,
  });
  const data = { id: 'c-1' } as unknown as StoredRecord;
  return {
    data: made.data((found ?? undefined) as never),
    merges: made.merges,
    writes: made.writes((found ?? undefined) as never, data).map(({ type, path, ...rest }) => {
      const { ifVersion } = rest as { ifVersion?: string };
      return [type, path.replace(/^.*\/(candidates|overlays)\/.*$/, '$1'), ...(ifVersion ? [ifVersion] : [])];
    }),
  };
}

describe('a change to a record', () => {
  test('created: replaces it whole, whatever there was', () => {
    expect(change('created', { phone: '2' })).toEqual({
      data: { phone: '2', candidate_id: 'c-1' },
      merges: false,
      writes: [['set', 'candidates']],
    });
  });

  test('updated: merges what is named, removes what is null, and holds only for what it was merged into', () => {
    const updated = change('updated', { phone: null, custom_fields: { b: 3 } });
    expect(updated).toEqual({
      data: { candidate_id: 'c-1', custom_fields: { a: 1, b: 3 } },
      merges: true,
      writes: [['set', 'candidates', '7']],
    });
  });

  test('updated, where there is nothing: is the first of it', () => {
    expect(change('updated', { phone: '2', email: null }, { found: null })).toEqual({
      data: { phone: '2', candidate_id: 'c-1' },
      merges: true,
      writes: [['create', 'candidates']],
    });
  });

  test('deleted: takes the AI result with it, and tells of nothing but the id', () => {
    const wanted = { data: { candidate_id: 'c-1' }, merges: false };
    expect(change('deleted', { phone: '2' })).toEqual({
      ...wanted,
      writes: [
        ['delete', 'candidates'],
        ['delete', 'overlays'],
      ],
    });
    expect(change('deleted', {}, { mustExist: true })).toEqual({
      ...wanted,
      writes: [
        ['delete', 'candidates', '7'],
        ['delete', 'overlays'],
      ],
    });
  });

  test('another id in the body counts for nothing beside that of the path', () => {
    expect(change('created', { candidate_id: 'other' }).data).toEqual({ candidate_id: 'c-1' });
  });
});

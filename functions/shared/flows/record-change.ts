import { decodeStored } from '../core/json/decode-stored.ts';
import type { JsonObject } from '../core/json/json-value.ts';
import { mergePatch } from '../core/json/merge-patch.ts';
import { paths } from '../core/paths.ts';
import type { RecordAction, RecordType } from '../core/records/record-type.ts';
import type { StoredRecord } from '../core/stored-record.ts';
import type { StoredDocument, Write } from '../ports/store.ts';
import type { Change } from './accept-event.ts';

export interface RecordChange {
  atsId: string;
  clientId: string;
  recordType: RecordType;
  action: RecordAction;
  recordId: string;
  /** The whole record when created, a merge patch when updated; not looked at when deleted. */
  body: JsonObject;
  /** REST answers 404 for a change to what is not there; webhooks come in any order. */
  mustExist: boolean;
}

type Found = StoredDocument<StoredRecord> | undefined;

/** What an event about a record makes of it. */
export function recordChange(input: RecordChange): Change {
  const { atsId, clientId, recordType, recordId, action, mustExist } = input;
  const path = paths.record(atsId, clientId, recordType.collection, recordId);
  return {
    path,
    merges: action === 'updated',
    mustExist,
    data: (found) => recordData(input, found),
    writes: (found, data) => recordWrites(path, input, found, data),
  };
}

function recordData({ action, body, recordType, recordId }: RecordChange, found: Found): JsonObject {
  const id = { [recordType.idField]: recordId };
  if (action === 'deleted') return id;
  if (action === 'created') return { ...body, ...id };
  return { ...mergePatch(found && decodeStored(found.data), body), ...id };
}

function recordWrites(
  path: string,
  { action, mustExist }: RecordChange,
  found: Found,
  data: StoredRecord,
): Write[] {
  // A merge must not undo a change made since it was read; a replacement or deletion may follow any.
  const ifVersion = found && (action === 'updated' || mustExist) ? { ifVersion: found.version } : {};
  if (action === 'deleted') {
    return [
      { type: 'delete', path, ...ifVersion },
      { type: 'delete', path: paths.overlay(path) },
    ];
  }
  if (action === 'updated' && found === undefined) return [{ type: 'create', path, data }];
  return [{ type: 'set', path, data, ...ifVersion }];
}

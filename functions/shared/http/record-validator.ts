import type { RecordAction, RecordType } from '../core/records/record-type.ts';
import { RECORD_TYPES } from '../core/records/record-types.ts';
import { compileValidator } from './validate.ts';

const VALIDATORS = new Map(
  RECORD_TYPES.map((recordType) => [
    recordType.name,
    {
      created: compileValidator(recordType.schema, 'body'),
      updated: compileValidator(recordType.patchSchema, 'body'),
      deleted: () => {},
    },
  ]),
);

/** The check of a record's fields: whole when created, as a patch when updated; a deletion carries only an id. */
export function recordValidator(
  { name }: RecordType,
  action: RecordAction,
): (value: unknown, bytes?: number) => void {
  const validators = VALIDATORS.get(name);
  if (validators === undefined) throw new Error(`not a record type: ${name}`);
  return validators[action];
}

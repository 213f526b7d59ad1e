import { type TProperties, type TSchema, Type } from 'typebox';
import type { JsonObject } from '../json/json-value.ts';
import { MAX_ID_LENGTH } from '../limits.ts';
import type { RecordType } from './record-type.ts';

/** An identifier of the ATS: any string of 1 to 128 characters that can be written as UTF-8. */
export const idSchema = Type.String({ minLength: 1, maxLength: MAX_ID_LENGTH, wellFormed: true });

/** A field an ATS may leave out or send as null. `type: [T, "null"]` and not `anyOf`, for one clear error instead of three. */
export function optionalField(schema: TSchema & { type: string }): TSchema {
  return Type.Optional(Type.Unsafe({ ...schema, type: [schema.type, 'null'] }));
}

/** The same fields, each of which may be left out. */
export function optionalFields(fields: TProperties): TProperties {
  return Object.fromEntries(Object.entries(fields).map(([field, schema]) => [field, Type.Optional(schema)]));
}

/** `[{type, value}]`, as for e-mail addresses and phone numbers. */
export const typedValues = Type.Array(
  Type.Object({ type: optionalField(Type.String()), value: Type.String() }),
);

/** `[{carv_file_id, kind}]`. */
export const fileList = Type.Array(
  Type.Object({ carv_file_id: Type.String(), kind: optionalField(Type.String()) }),
);

/** Fields only the ATS knows. */
export const customFields = Type.Object({});

interface RecordTypeInput {
  name: string;
  collection: string;
  idField: string;
  required: TProperties;
  optional: Record<string, TSchema & { type: string }>;
  /** What the AI service may add to it, and an example of that. */
  added?: { schema: TProperties; sample: JsonObject };
  notes?: Readonly<Record<string, string>>;
  sample: JsonObject;
}

/** Builds a record type; all its schemas come from the same fields. */
export function defineRecordType(input: RecordTypeInput): RecordType {
  const { required, optional, added, notes = {}, ...names } = input;
  const known = Object.fromEntries(
    Object.entries(optional).map(([field, schema]) => [field, optionalField(schema)]),
  );
  const mayBeAbsent = optionalFields(required);
  return {
    ...names,
    schema: Type.Object({ ...required, ...known }),
    patchSchema: Type.Object({ ...mayBeAbsent, ...known }),
    resultSchema: Type.Object({ ...required, ...known, ...added?.schema }),
    shownSchema: Type.Object({
      ...mayBeAbsent,
      [names.idField]: required[names.idField] ?? idSchema,
      ...known,
      ...added?.schema,
    }),
    notes,
    resultSample: added?.sample ?? {},
  };
}

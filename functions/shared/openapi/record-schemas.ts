import type { JsonObject } from '../core/json/json-value.ts';
import type { RecordType } from '../core/records/record-type.ts';
import { pascalCase, withArticle } from './references.ts';
import { type Notes, toJsonSchema } from './to-json-schema.ts';

/** What nested fields mean that several types of records have. */
const SHARED_NOTES: Notes = {
  'emails.type': 'Such as `work`.',
  'phones.type': 'Such as `mobile`.',
  'files.carv_file_id': 'The id that the upload was answered with.',
  'files.kind': 'Such as `cv`.',
  'salary.currency': 'Such as `EUR`.',
  'salary.period': 'Such as `year`.',
  'answers.answer': 'Null where nothing was answered.',
};

/** The names of the schemas of a type of record. */
export function recordSchemaNames({ name }: RecordType) {
  const base = pascalCase(name);
  return { whole: base, patch: `${base}Patch`, shown: `${base}Shown`, page: `${base}Page` };
}

/** The schemas of a type of record: pushed whole, as a patch, and as it is read. */
export function recordSchemas(recordType: RecordType): JsonObject {
  const { name, idField, schema, patchSchema, shownSchema } = recordType;
  const notes = { ...SHARED_NOTES, ...recordType.notes };
  const names = recordSchemaNames(recordType);
  const one = withArticle(name);
  return {
    [names.whole]: {
      ...toJsonSchema(schema, notes),
      description: `${upperFirst(one)}. Fields that are not listed are kept and passed on.`,
    },
    [names.patch]: {
      ...toJsonSchema(patchSchema, notes),
      description: `Changes to ${one}, as a JSON merge patch (RFC 7396): what is absent stays, null removes, lists are replaced whole. What is required cannot be removed.`,
    },
    [names.shown]: {
      ...toJsonSchema(shownSchema, notes),
      description: `${upperFirst(one)} as last accepted, with the AI's result over it. Only \`${idField}\` is always there: the first webhook about ${one} may be a patch.`,
    },
  };
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import { Type } from 'typebox';
import { customFields, defineRecordType, fileList, idSchema, typedValues } from './record-fields.ts';

/** A person who may fill a vacancy (spec section 2, Records). */
export const candidate = defineRecordType({
  name: 'candidate',
  collection: 'candidates',
  idField: 'candidate_id',
  required: {
    candidate_id: idSchema,
    first_name: Type.String({ minLength: 1 }),
    last_name: Type.String({ minLength: 1 }),
  },
  optional: {
    email: Type.String(),
    emails: typedValues,
    phone: Type.String(),
    phones: typedValues,
    location: Type.String(),
    linkedin_url: Type.String(),
    source: Type.String(),
    tags: Type.Array(Type.String()),
    files: fileList,
    custom_fields: customFields,
  },
});

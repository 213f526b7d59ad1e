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
  notes: {
    candidate_id: 'Your id of the candidate.',
    email: 'The main e-mail address, in any form: the AI service normalises it.',
    emails: 'Every e-mail address.',
    phone: 'The main phone number, in any form: the AI service normalises it.',
    phones: 'Every phone number.',
    location: 'Where the candidate lives, as free text.',
    linkedin_url: 'The LinkedIn profile.',
    source: 'How the candidate was found.',
    tags: 'Your own labels.',
    files: 'Files that were uploaded before, by the id that the upload was answered with.',
    custom_fields: 'Whatever only you know: kept and passed on as it is.',
  },
  sample: {
    candidate_id: 'cand-1042',
    first_name: 'Sanne',
    last_name: 'Jansen',
    email: 'sanne.jansen@example.com',
    emails: [{ type: 'work', value: 's.jansen@example.org' }],
    phone: '+31 6 1234 5678',
    phones: [{ type: 'mobile', value: '+31 6 1234 5678' }],
    location: 'Utrecht, NL',
    linkedin_url: 'https://www.linkedin.com/in/example',
    source: 'referral',
    tags: ['typescript', 'gcp'],
    files: [{ carv_file_id: 'file_01', kind: 'cv' }],
    custom_fields: { notice_period_weeks: 4 },
  },
});

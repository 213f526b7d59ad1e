import { Type } from 'typebox';
import { customFields, defineRecordType, fileList, idSchema, optionalField } from './record-fields.ts';

/** A candidate's application for a vacancy (spec section 2, Records). */
export const application = defineRecordType({
  name: 'application',
  collection: 'applications',
  idField: 'application_id',
  required: {
    application_id: idSchema,
    candidate_id: idSchema,
    vacancy_id: idSchema,
  },
  optional: {
    stage: Type.String(),
    source: Type.String(),
    applied_at: Type.String(),
    answers: Type.Array(Type.Object({ question: Type.String(), answer: optionalField(Type.String()) })),
    files: fileList,
    custom_fields: customFields,
  },
  added: { schema: { score: Type.Optional(Type.Number()) }, sample: { score: 82 } },
  sample: {
    application_id: 'app-7719',
    candidate_id: 'cand-1042',
    vacancy_id: 'vac-2041',
    stage: 'screening',
    source: 'career_site',
    applied_at: '2026-02-24T09:12:00Z',
    answers: [{ question: 'When can you start?', answer: 'From 1 May' }],
    files: [{ carv_file_id: 'file_01', kind: 'cv' }],
    custom_fields: { referral: false },
  },
});

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
  notes: {
    application_id: 'Your id of the application.',
    candidate_id: 'Who applies. The candidate may be pushed before or after.',
    vacancy_id: 'What for. The vacancy may be pushed before or after.',
    stage: 'Where in your process it stands; any words of yours.',
    source: 'How the application came in.',
    applied_at: 'When, as you write times.',
    answers: 'Questions of the application form and what was answered.',
    files: 'Files that were uploaded before, by the id that the upload was answered with.',
    custom_fields: 'Whatever only you know: kept and passed on as it is.',
    score: 'Given by the AI service, where there is one.',
  },
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

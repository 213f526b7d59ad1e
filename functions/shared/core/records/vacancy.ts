import { Type } from 'typebox';
import { customFields, defineRecordType, idSchema, optionalField } from './record-fields.ts';

/** A position to be filled (spec section 2, Records). */
export const vacancy = defineRecordType({
  name: 'vacancy',
  collection: 'vacancies',
  idField: 'vacancy_id',
  required: {
    vacancy_id: idSchema,
    title: Type.String({ minLength: 1 }),
  },
  optional: {
    description: Type.String(),
    location: Type.String(),
    department: Type.String(),
    employment_type: Type.String(),
    salary: Type.Object({
      min: optionalField(Type.Number()),
      max: optionalField(Type.Number()),
      currency: optionalField(Type.String()),
      period: optionalField(Type.String()),
    }),
    status: Type.String(),
    custom_fields: customFields,
  },
  notes: {
    vacancy_id: 'Your id of the vacancy.',
    title: 'The name of the position.',
    description: 'What the position is about, as text or HTML.',
    location: 'Where the work is done, as free text.',
    employment_type: 'Such as `full_time`; any words of yours.',
    salary: 'What is paid: bounds, currency and period.',
    status: 'Such as `open`; any words of yours.',
    custom_fields: 'Whatever only you know: kept and passed on as it is.',
  },
  sample: {
    vacancy_id: 'vac-2041',
    title: 'Senior Backend Engineer',
    description: 'You build and run the services that our customers rely on every day.',
    location: 'Amsterdam, NL',
    department: 'Engineering',
    employment_type: 'full_time',
    salary: { min: 65000, max: 85000, currency: 'EUR', period: 'year' },
    status: 'open',
    custom_fields: { hiring_manager: 'Noor de Vries' },
  },
});

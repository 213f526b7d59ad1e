import { Type } from 'typebox';
import { defineRecordType, idSchema } from '../../functions/shared/core/records/record-fields.ts';

/** A type of record that CarvOS does not have. */
export const VEHICLE = defineRecordType({
  name: 'vehicle',
  collection: 'vehicles',
  idField: 'vehicle_id',
  required: { vehicle_id: idSchema, title: Type.String() },
  optional: { colour: Type.String() },
  notes: { colour: 'Any words of yours.' },
  sample: { vehicle_id: 'v-1', title: 'A van' },
});

import { expect, test } from '@jest/globals';
import { Type } from 'typebox';
import { defineRecordType } from './record-fields.ts';

const vehicle = defineRecordType({
  name: 'vehicle',
  collection: 'vehicles',
  idField: 'vehicle_id',
  required: { vehicle_id: Type.String(), title: Type.String() },
  optional: { colour: Type.String() },
  sample: { vehicle_id: 'v-1', title: 'A van' },
});

test('a whole record must have its required fields; a patch may lack any', () => {
  expect(vehicle.schema).toMatchObject({ type: 'object', required: ['vehicle_id', 'title'] });
  expect((vehicle.patchSchema as { required?: string[] }).required ?? []).toEqual([]);
});

test('null stands for what is optional, never for what is required', () => {
  for (const schema of [vehicle.schema, vehicle.patchSchema]) {
    expect(schema).toMatchObject({
      properties: { title: { type: 'string' }, colour: { type: ['string', 'null'] } },
    });
  }
});

test('unknown fields are kept: no schema closes its object', () => {
  expect(JSON.stringify([vehicle.schema, vehicle.patchSchema])).not.toContain('additionalProperties');
});

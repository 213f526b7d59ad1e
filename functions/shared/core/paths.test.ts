import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { paths } from './paths.ts';

test('documents live where the data model says', () => {
  const referenceId = '0198c2e4-7c3a-7f21-9b6d-3f5a1c0e8d42';
  expect(paths.ats('demo-ats')).toBe('ats/demo-ats');
  expect(paths.receipt('demo-ats', 'ab12')).toBe('ats/demo-ats/receipts/ab12');
  expect(paths.member('demo-ats', 'c/1', '.')).toBe('ats/demo-ats/workspaces/c%2F1/members/%2E');
  const record = paths.record('demo-ats', 'c/1', 'candidates', '__x__');
  expect(record).toBe('ats/demo-ats/workspaces/c%2F1/candidates/%5F_x__');
  expect(paths.overlay(record)).toBe(`${record}/overlays/ai`);
  expect(paths.event(referenceId)).toBe('events/3f5a1c0e8d42-0198c2e4-7c3a-7f21-9b6d');
  expect(paths.delivery('evt_00')).toBe('deliveries/evt_00');
});

test("no client or record id reaches another ATS's or client's documents", () => {
  const id = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.constantFrom('..', '../../other-ats', 'c/candidates/x', '/', '%2F', 'c%2Fcandidates%2Fx'),
  );
  fc.assert(
    fc.property(id, id, id, id, (client, record, otherClient, otherRecord) => {
      const path = paths.record('demo-ats', client, 'candidates', record);
      const segments = path.split('/');
      expect(segments).toHaveLength(6);
      expect(segments.slice(0, 3)).toEqual(['ats', 'demo-ats', 'workspaces']);
      expect(segments[4]).toBe('candidates');
      fc.pre(client !== otherClient || record !== otherRecord);
      expect(path).not.toBe(paths.record('demo-ats', otherClient, 'candidates', otherRecord));
    }),
    { numRuns: 500 },
  );
});

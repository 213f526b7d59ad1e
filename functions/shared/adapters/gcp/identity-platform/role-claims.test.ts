import { expect, test } from '@jest/globals';
import type { PortalRole } from '../../../core/portal/person.ts';
import { readRoleClaims, writeRoleClaims } from './role-claims.ts';

test.each<[PortalRole, string]>([
  [{ role: 'staff' }, '{"carvos_role":"staff"}'],
  [{ role: 'administrator', atsId: 'acme' }, '{"carvos_role":"administrator","carvos_ats":"acme"}'],
])('%j is kept as %s', (role, claims) => {
  expect(writeRoleClaims(role)).toBe(claims);
  expect(readRoleClaims(claims)).toEqual(role);
});

test('the longest ATS id fits into the thousand characters that claims may have', () => {
  const role = { role: 'administrator', atsId: '漢'.repeat(128) } as const;
  expect(writeRoleClaims(role).length).toBeLessThan(1000);
  expect(readRoleClaims(writeRoleClaims(role))).toEqual(role);
});

test.each([
  ...[undefined, '', 'null', '[]', '7', '{}', '{', '"staff"', '["staff"]'],
  ...['{"role":"staff"}', '{"carvos_role":"Staff"}', '{"carvos_role":["staff"]}', '{"carvos_role":"owner"}'],
  ...['{"carvos_role":"administrator"}', '{"carvos_role":"administrator","carvos_ats":""}'],
  ...['{"carvos_role":"administrator","carvos_ats":["acme"]}', '{"carvos_ats":"acme"}'],
])('claims of %j give no role', (claims) => {
  expect(readRoleClaims(claims)).toBeUndefined();
});

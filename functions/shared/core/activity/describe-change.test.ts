import { expect, test } from '@jest/globals';
import type { Ats } from '../ats.ts';
import { actionOf, type ChangeOfAts, describeChange } from './describe-change.ts';

const UNTIL = Date.UTC(2026, 0, 2);
const BEFORE: Ats = {
  atsId: 'acme',
  name: 'Acme',
  enabled: true,
  webhookUrl: null,
  policy: 'auto',
  apiKeyHash: 'hash-1',
  incomingSecret: 'sealed-1',
  outgoingSecret: 'sealed-2',
  createdAt: 1,
  updatedAt: 1,
};
const OVERLAPPING: Ats = { ...BEFORE, previousOutgoingSecret: { sealed: 'sealed-0', until: UNTIL } };
const replaced = (field: string) => ({ field, before: null, after: null });

test.each<[string, Ats, ChangeOfAts, string, object[]]>([
  [
    'fields that are shown, with what they were',
    BEFORE,
    {
      set: { name: 'New', webhookUrl: 'https://x.example/', enabled: false, policy: 'strict', updatedAt: 2 },
    },
    'configuration.changed',
    [
      { field: 'name', before: 'Acme', after: 'New' },
      { field: 'enabled', before: true, after: false },
      { field: 'webhook_url', before: null, after: 'https://x.example/' },
      { field: 'policy', before: 'auto', after: 'strict' },
    ],
  ],
  [
    'a key without its hash',
    BEFORE,
    { set: { apiKeyHash: 'hash-2' } },
    'api_key.rotated',
    [replaced('api_key')],
  ],
  [
    'a secret without its text, sealed or not',
    BEFORE,
    { set: { incomingSecret: 'sealed-3' } },
    'webhook_secret.rotated',
    [replaced('incoming_secret')],
  ],
  [
    'until when the secret before counts too',
    BEFORE,
    { set: { outgoingSecret: 'sealed-3', previousOutgoingSecret: { sealed: 'sealed-2', until: UNTIL } } },
    'webhook_secret.rotated',
    [
      replaced('outgoing_secret'),
      { field: 'outgoing_secret_overlap_until', before: null, after: '2026-01-02T00:00:00.000Z' },
    ],
  ],
  [
    'an overlap that ends',
    OVERLAPPING,
    { set: { updatedAt: 2 }, remove: ['previousOutgoingSecret'] },
    'webhook_secret.overlap_ended',
    [{ field: 'outgoing_secret_overlap_until', before: '2026-01-02T00:00:00.000Z', after: null }],
  ],
])('an activity tells %s', (_, before, change, action, changes) => {
  const described = describeChange(before, change);
  expect(described).toEqual(changes);
  expect(actionOf(described)).toBe(action);
  expect(JSON.stringify(described)).not.toMatch(/hash-|sealed-/);
});

test('what stays as it is, is no change', () => {
  expect(describeChange(BEFORE, { set: { name: 'Acme', enabled: true, updatedAt: 9 } })).toEqual([]);
  expect(describeChange(BEFORE, { set: {}, remove: ['previousOutgoingSecret'] })).toEqual([]);
  expect(describeChange(OVERLAPPING, { set: { name: 'New' } })).toEqual([
    { field: 'name', before: 'Acme', after: 'New' },
  ]);
});

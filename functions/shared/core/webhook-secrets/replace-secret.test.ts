import { expect, test } from '@jest/globals';
import type { Ats } from '../ats.ts';
import { replaceSecret } from './replace-secret.ts';

const ONE = { incomingSecret: 'in', outgoingSecret: 'out' } as Ats;
const TWO: Ats = {
  ...ONE,
  previousIncomingSecret: { sealed: 'in-before', until: 500 },
  previousOutgoingSecret: { sealed: 'out-before', until: 500 },
};
const NEW = { sealed: 'new', now: 100 };

test.each([
  ['with one secret', ONE],
  ['during an overlap', TWO],
])('without an overlap the new secret is the only one that is kept: %s', (_, ats) => {
  expect(replaceSecret(ats, 'incoming', { ...NEW, overlapUntil: null })).toEqual({
    set: { incomingSecret: 'new', updatedAt: 100 },
    remove: ['previousIncomingSecret'],
  });
});

test.each([
  ['with one secret', ONE],
  ['during an overlap, whose older secret is dropped', TWO],
])('with an overlap the newest is kept beside it as it was sealed: %s', (_, ats) => {
  expect(replaceSecret(ats, 'outgoing', { ...NEW, overlapUntil: 900 })).toEqual({
    set: {
      outgoingSecret: 'new',
      previousOutgoingSecret: { sealed: 'out', until: 900 },
      updatedAt: 100,
    },
    remove: [],
  });
});

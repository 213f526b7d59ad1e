import { expect, test } from '@jest/globals';
import type { Ats } from '../ats.ts';
import { resealedFields, storedSecrets } from './stored-secrets.ts';

const ATS = {
  atsId: 'acme',
  incomingSecret: 'in',
  outgoingSecret: 'out',
  previousOutgoingSecret: { sealed: 'out-before', until: 500 },
} as Ats;

test('every secret that is stored is found, the previous one of an overlap too', () => {
  expect(storedSecrets(ATS)).toEqual([
    { purpose: 'incoming', age: 'newest', sealed: 'in' },
    { purpose: 'outgoing', age: 'newest', sealed: 'out' },
    { purpose: 'outgoing', age: 'previous', sealed: 'out-before' },
  ]);
});

test('sealed otherwise, each goes back to where it was, and an overlap keeps its end', () => {
  const resealed = storedSecrets(ATS).map((secret) => ({ ...secret, sealed: `${secret.sealed}-anew` }));
  expect(resealedFields(ATS, resealed)).toEqual({
    incomingSecret: 'in-anew',
    outgoingSecret: 'out-anew',
    previousOutgoingSecret: { sealed: 'out-before-anew', until: 500 },
  });
});

test('what is not sealed otherwise is not written', () => {
  expect(resealedFields(ATS, [])).toEqual({});
});

import { describe, expect, test } from '@jest/globals';
import type { Ats } from '../ats.ts';
import { secretsInForce } from './secrets-in-force.ts';

const END = 1_772_015_400_000;
const ONE = { incomingSecret: 'in', outgoingSecret: 'out' } as Ats;
const TWO: Ats = {
  ...ONE,
  previousIncomingSecret: { sealed: 'in-before', until: END },
  previousOutgoingSecret: { sealed: 'out-before', until: END + 1 },
};

describe('the secrets in force', () => {
  test.each([
    ['without an overlap', ONE, 'incoming', END, ['in'], null],
    ['at the beginning of time', TWO, 'incoming', 0, ['in', 'in-before'], END],
    ['a millisecond before the end', TWO, 'incoming', END - 1, ['in', 'in-before'], END],
    ['at the very millisecond of the end', TWO, 'incoming', END, ['in'], null],
    ['a millisecond after it', TWO, 'incoming', END + 1, ['in'], null],
    ['in the other direction, by its own end', TWO, 'outgoing', END, ['out', 'out-before'], END + 1],
    ['in the other direction, at its own end', TWO, 'outgoing', END + 1, ['out'], null],
  ] as const)('%s', (_, ats, purpose, now, sealed, overlapUntil) => {
    expect(secretsInForce(ats, purpose, now)).toEqual({ sealed, overlapUntil });
  });

  test('an overlap of one direction says nothing of the other', () => {
    const incomingOnly: Ats = { ...ONE, previousIncomingSecret: { sealed: 'in-before', until: END } };
    expect(secretsInForce(incomingOnly, 'outgoing', 0)).toEqual({ sealed: ['out'], overlapUntil: null });
  });
});

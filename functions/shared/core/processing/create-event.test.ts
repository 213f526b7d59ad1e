import { expect, test } from '@jest/globals';
import { createEvent } from './create-event.ts';

test('a new event is to be handed to the AI service at once, and is swept if that does not happen', () => {
  const now = Date.UTC(2026, 0, 1);
  const input = {
    referenceId: '0198c2e4-7c3a-7f21-9b6d-3f5a1c0e8d42',
    atsId: 'demo-ats',
    source: 'webhook',
    type: 'candidate.created',
    recordId: 'c-1',
    clientId: 'client-1',
    userId: 'user-1',
    payload: Buffer.from('{"candidate_id":"c-1"}'),
  } as const;
  expect(createEvent(input, now)).toEqual({
    ...input,
    state: 'accepted',
    outcome: null,
    error: null,
    n: 0,
    dueAt: now,
    claimId: null,
    leaseUntil: null,
    sweepAt: now + 120_000,
    sweeps: 0,
    shard: 7,
    acceptedAt: now,
    aiAcceptedAt: null,
    settledAt: null,
  });
});

import type { AcceptedEvent } from '../accepted-event.ts';
import { waitFields } from '../lease.ts';
import { SWEEP_SHARDS, shardOf } from '../shard.ts';

export type NewEvent = Pick<
  AcceptedEvent,
  'referenceId' | 'atsId' | 'source' | 'type' | 'recordId' | 'clientId' | 'userId' | 'payload'
>;

/** An event that is to be handed to the AI service at once. */
export function createEvent(input: NewEvent, now: number): AcceptedEvent {
  return {
    ...input,
    state: 'accepted',
    outcome: null,
    error: null,
    n: 0,
    ...waitFields(now),
    shard: shardOf(input.referenceId, SWEEP_SHARDS),
    acceptedAt: now,
    aiAcceptedAt: null,
    settledAt: null,
  };
}

import { waitFields } from '../lease.ts';
import { SWEEP_SHARDS, shardOf } from '../shard.ts';
import type { Delivery } from './delivery.ts';

export type NewDelivery = Pick<
  Delivery,
  'deliveryId' | 'atsId' | 'clientId' | 'referenceId' | 'event' | 'payload'
>;

/** A delivery whose first attempt is due at once. */
export function createDelivery(input: NewDelivery, now: number): Delivery {
  return {
    ...input,
    state: 'pending',
    ladder: 0,
    n: 0,
    ...waitFields(now),
    shard: shardOf(input.deliveryId, SWEEP_SHARDS),
    postponements: 0,
    attempts: [],
    createdAt: now,
    settledAt: null,
  };
}

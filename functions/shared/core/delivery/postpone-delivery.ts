import { MINUTE_MS } from '../duration.ts';
import { waitFields } from '../lease.ts';
import { withJitter } from '../retry-ladder.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryChange } from './record-attempt.ts';

const MAX_POSTPONEMENT_MS = 10 * MINUTE_MS;

/**
 * Puts a delivery off while its ATS is disabled: no rung is used up. Looks again after 1 min, then ever less often, and up to 10 % later,
 * so that what was put off together does not come back together. `random` is in [0, 1).
 */
export function postponeDelivery(delivery: Delivery, now: number, random: number): DeliveryChange {
  const delay = Math.min(MINUTE_MS * 2 ** Math.min(delivery.postponements, 8), MAX_POSTPONEMENT_MS);
  const nextDueAt = now + withJitter(delay, random);
  return {
    set: { ...waitFields(nextDueAt), postponements: delivery.postponements + 1 },
    remove: [],
    nextDueAt,
  };
}

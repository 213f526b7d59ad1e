import { waitFields } from '../lease.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryChange } from './record-attempt.ts';

/** Most times that one webhook is sent again by hand: each ladder adds five attempts to a document that ends at 1 MiB. */
export const MAX_RESENDS = 50;

/** Why a webhook is not sent again, in words for whoever asked. */
export interface ResendRefusal {
  refusal: string;
}

/**
 * A new ladder for a webhook that was delivered or is exhausted: the same bytes and `event_id`, all five attempts, the first of them
 * at `dueAt`. The ladder's number makes tasks of the earlier one stale. What was tried before stays to be seen.
 */
export function planResend(delivery: Delivery, dueAt: number): DeliveryChange | ResendRefusal {
  const { state, ladder, test } = delivery;
  if (test) return { refusal: 'A test is sent anew from the sandbox' };
  if (state === 'pending') return { refusal: 'This webhook is still being sent' };
  if (state === 'cancelled') return { refusal: 'This webhook was cancelled' };
  if (ladder >= MAX_RESENDS) return { refusal: `A webhook is sent again ${MAX_RESENDS} times at the most` };
  return {
    set: {
      state: 'pending',
      ladder: ladder + 1,
      n: 0,
      ...waitFields(dueAt),
      postponements: 0,
      settledAt: null,
    },
    // It expires anew, when it is settled anew.
    remove: ['expireAt'],
    nextDueAt: dueAt,
  };
}

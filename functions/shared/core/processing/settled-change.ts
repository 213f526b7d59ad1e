import type { AcceptedEvent } from '../accepted-event.ts';
import type { EventError } from '../envelope.ts';
import { RETENTION_MS } from '../limits.ts';

export interface SettledChange {
  set: Partial<AcceptedEvent>;
  remove: (keyof AcceptedEvent)[];
}

/** What becomes of an event with its outcome: it is swept no longer, and kept for a while. */
export function settledChange(error: EventError | null, now: number): SettledChange {
  return {
    set: {
      state: 'settled',
      outcome: error === null ? 'success' : 'error',
      error,
      claimId: null,
      leaseUntil: null,
      settledAt: now,
      expireAt: now + RETENTION_MS,
    },
    remove: ['sweepAt'],
  };
}

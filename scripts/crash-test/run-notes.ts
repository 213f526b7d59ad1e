import type { AcceptedEvent } from '../../functions/shared/core/accepted-event.ts';
import type { Delivery } from '../../functions/shared/core/delivery/delivery.ts';
import type { RetryLadder } from '../../functions/shared/core/retry-ladder.ts';

/** One life of the server. Times here and below are epoch ms. */
export interface ServerRun {
  startedAt: number;
  /** When it was killed, or had ended by itself. */
  endedAt: number;
  killed: boolean;
}

/** One 202. */
export interface Acceptance {
  source: 'rest' | 'webhook';
  /** The `Idempotency-Key` or `event_id` it was sent with. */
  key: string;
  referenceId: string;
  /** The event it makes, such as `candidate.created`. */
  event: string;
  clientId: string;
  userId: string;
  at: number;
}

/** One webhook as it came in at the receiver. */
export interface WebhookReceipt {
  eventId: string;
  event: string;
  referenceId: string;
  /** SHA-256 of the raw bytes. */
  bodyHash: string;
  verified: boolean;
  receivedAt: number;
  /** When the answer was sent; null when the sender was gone by then. */
  answeredAt: number | null;
  status: number;
}

/** A delivery as it stands in the store. */
export interface FinalDelivery
  extends Pick<
    Delivery,
    'deliveryId' | 'referenceId' | 'event' | 'clientId' | 'state' | 'n' | 'attempts' | 'settledAt'
  > {
  bodyHash: string;
  /** Of `workspace.member_added`; null for others. */
  userId: string | null;
}

export type FinalEvent = Pick<AcceptedEvent, 'referenceId' | 'recordId' | 'state' | 'outcome'>;

/** What the store holds once everything has settled. */
export interface FinalState {
  events: FinalEvent[];
  deliveries: FinalDelivery[];
  /** Tasks still in the queue. */
  tasks: number;
}

/** All that is known of a run of the crash test: what its own side noted, and what the store says. */
export interface RunNotes {
  ladder: RetryLadder;
  runs: ServerRun[];
  acceptances: Acceptance[];
  /** What was answered with anything but 202, and sent again with no better luck. */
  refusals: string[];
  receipts: WebhookReceipt[];
  final: FinalState;
}

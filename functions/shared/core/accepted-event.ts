import type { EventError } from './envelope.ts';
import type { Leasable } from './lease.ts';

/** How an event came: from the ATS, from Carv's AI services, or as a test from the sandbox. */
export type EventSource = 'rest' | 'webhook' | 'ai' | 'sandbox';

/**
 * One accepted event, under `events/{…}`. `accepted` is to be handed to the AI service, `awaiting_result` was taken by
 * it and its result is yet to come, `settled` has its outcome and its deliveries. Times are epoch ms.
 */
export interface AcceptedEvent extends Leasable {
  referenceId: string;
  atsId: string;
  source: EventSource;
  /** Such as `candidate.created`; the outgoing webhook is named the same, but for `workspace.created`. */
  type: string;
  /** Of what it is about: a record, a meeting, a client or a user. */
  recordId: string;
  clientId: string;
  /** Null where Carv named none. */
  userId: string | null;
  state: 'accepted' | 'awaiting_result' | 'settled';
  outcome: 'success' | 'error' | null;
  error: EventError | null;
  acceptedAt: number;
  aiAcceptedAt: number | null;
  settledAt: number | null;
  expireAt?: number;
  /** The record as accepted, JSON in UTF-8; for a deletion only its id. */
  payload: Uint8Array;
}

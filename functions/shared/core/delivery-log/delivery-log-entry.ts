import type { AttemptOutcome } from '../delivery/delivery.ts';

export type Direction = 'outgoing' | 'incoming';

/**
 * One attempt to send a webhook, or one webhook that was received, under `deliveryLog/{entryId}` (spec section 7). Kept for 7 days, as far
 * as that is possible: nothing depends on it. Times are epoch ms.
 */
export interface DeliveryLogEntry {
  entryId: string;
  atsId: string;
  direction: Direction;
  /** From the sandbox. */
  test: boolean;
  /** When it happened. */
  createdAt: number;
  expireAt: number;
  durationMs: number;
  outcome: AttemptOutcome;
  statusCode: number | null;
  /** Why there was no 2xx, in plain words. */
  reason: string | null;
  /** These are null where a signature was wrong: what came is not to be believed. */
  event: string | null;
  eventId: string | null;
  clientId: string | null;
  /** Null where nothing was accepted. */
  referenceId: string | null;
  /** The reference id scrambled, to be found by: the ids themselves begin with the time. */
  referenceKey: string | null;
  /** 1 for the first of its ladder; null for what was received. */
  attempt: number | null;
  requestHeaders: Readonly<Record<string, string>>;
  /** Of what was sent; that of what was received is one of its headers. */
  signature: string | null;
  /** The request's JSON body, in UTF-8; absent where a signature was wrong. */
  payload?: Uint8Array;
  payloadCut: boolean;
  responseHeaders: Readonly<Record<string, string>>;
  /** Null where there was no answer. */
  responseBody: string | null;
  responseBodyCut: boolean;
  /** Where it stands in the list of all ATSs, which would otherwise grow at one place. */
  shard: number;
}

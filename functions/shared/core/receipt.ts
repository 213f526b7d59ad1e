import { createHash } from 'node:crypto';

/** Remembers what a repeat would repeat, under `ats/{atsId}/receipts/{hash}`. */
export interface Receipt {
  referenceId: string;
  contentHash: string;
  /** Epoch ms. Past it the receipt counts as absent, even before it has been removed. */
  expireAt: number;
}

/** TTL removes receipts late; one past its time counts as absent. */
export function liveReceipt(receipt: Receipt | undefined, now: number): Receipt | undefined {
  return receipt && receipt.expireAt > now ? receipt : undefined;
}

/** The document id of a webhook's `event_id`. Hashed: any string makes an id, and evenly spread. */
export function eventIdReceipt(eventId: string): string {
  return hash(['event_id', eventId]);
}

/** The document id of the `event_id` of something that starts with Carv. */
export function internalEventReceipt(eventId: string): string {
  return hash(['internal_event_id', eventId]);
}

/** The document id of an `Idempotency-Key`, which counts per method and path. */
export function idempotencyKeyReceipt(key: string, method: string, path: string): string {
  return hash(['idempotency-key', method, path, key]);
}

function hash(parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

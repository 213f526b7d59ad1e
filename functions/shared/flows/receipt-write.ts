import type { Receipt } from '../core/receipt.ts';
import type { StoredDocument, Write } from '../ports/store.ts';

export interface NewReceipt {
  path: string;
  contentHash: string;
  memoryMs: number;
}

/**
 * Remembers what was accepted. Create-only, so that of many repeats at once exactly one is accepted; `expired` is a receipt past
 * its time, which TTL has not yet removed and this one takes the place of.
 */
export function receiptWrite(
  { path, contentHash, memoryMs }: NewReceipt,
  expired: StoredDocument<Receipt> | undefined,
  referenceId: string,
  now: number,
): Write {
  const data: Receipt = { referenceId, contentHash, expireAt: now + memoryMs };
  return expired ? { type: 'set', path, data, ifVersion: expired.version } : { type: 'create', path, data };
}

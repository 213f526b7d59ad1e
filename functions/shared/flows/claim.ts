import { claimFields, type Leasable } from '../core/lease.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Store, StoredDocument } from '../ports/store.ts';
import { updateOwn } from './update-own.ts';

export interface ClaimDeps {
  store: Store;
  clock: Clock;
  ids: Ids;
}

/**
 * Claims a document for one worker, on condition that it is still as it was read. Resolves to the document as claimed, or to
 * undefined when another worker was faster.
 */
export async function claim<T extends Leasable>(
  { store, clock, ids }: ClaimDeps,
  doc: StoredDocument<T>,
): Promise<StoredDocument<T & { claimId: string; leaseUntil: number }> | undefined> {
  const claimed = claimFields(ids.uniqueId(), clock.now());
  const version = await updateOwn(
    store,
    doc,
    { set: claimed as Partial<T> },
    (now) => now.claimId === claimed.claimId,
  );
  return version === undefined ? undefined : { ...doc, version, data: { ...doc.data, ...claimed } };
}

import { claimFields, type Leasable } from '../core/lease.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import { ConflictError, type Store, type StoredDocument } from '../ports/store.ts';

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
  const data = { ...doc.data, ...claimed };
  try {
    const { version } = await store.commit([
      { type: 'update', path: doc.path, set: claimed, ifVersion: doc.version },
    ]);
    return { ...doc, version, data };
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    // A claim that took effect and whose answer was lost looks refused when it is repeated; it is told by its id.
    const [now] = await store.getAll<[T]>(doc.path);
    return now?.data.claimId === claimed.claimId ? { ...doc, version: now.version, data } : undefined;
  }
}

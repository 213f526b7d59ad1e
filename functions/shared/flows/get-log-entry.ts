import type { DeliveryLogEntry } from '../core/delivery-log/delivery-log-entry.ts';
import { isKept } from '../core/delivery-log/is-kept.ts';
import { GatewayError } from '../core/errors.ts';
import { paths } from '../core/paths.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';

/** What an id that is made for an entry consists of. */
const ENTRY_ID = /^[0-9a-f-]{1,64}$/;

/**
 * One entry of the delivery log, whole. Throws `not_found`, for one that is past its time as for one that never was and, with `atsId`,
 * for another ATS's.
 */
export async function getLogEntry(
  { store, clock }: { store: Store; clock: Clock },
  entryId: string,
  atsId?: string,
): Promise<DeliveryLogEntry> {
  const [found] = ENTRY_ID.test(entryId)
    ? await store.getAll<[DeliveryLogEntry]>(paths.logEntry(entryId))
    : [];
  const isForeign = atsId !== undefined && found?.data.atsId !== atsId;
  if (found === undefined || isForeign || !isKept(found.data, clock.now())) {
    throw new GatewayError('not_found', { detail: `There is no entry ${entryId} in the delivery log` });
  }
  return found.data;
}

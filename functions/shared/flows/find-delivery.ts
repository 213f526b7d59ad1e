import type { Delivery } from '../core/delivery/delivery.ts';
import { paths } from '../core/paths.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredDocument } from '../ports/store.ts';

/**
 * A webhook of an ATS, by its `event_id`. Undefined for another ATS's as for one that there is none of, and for one past its time, which
 * may be gone at any moment.
 */
export async function findDelivery(
  { store, clock }: { store: Store; clock: Clock },
  atsId: string,
  deliveryId: string,
): Promise<StoredDocument<Delivery> | undefined> {
  if (!isDeliveryId(deliveryId)) return undefined;
  const now = clock.now();
  const [found] = await store.getAll<[Delivery]>(paths.delivery(deliveryId));
  return found?.data.atsId === atsId && (found.data.expireAt ?? now + 1) > now ? found : undefined;
}

/** As `outgoingEventId` makes them: anything else is no part of a path. */
function isDeliveryId(text: string): boolean {
  return /^evt_[0-9a-f]{32}$/.test(text);
}

import type { Delivery } from '../core/delivery/delivery.ts';
import type { Store } from '../ports/store.ts';

export interface DeliveryFilter {
  atsId: string;
  state?: Delivery['state'];
  event?: string;
  /** Epoch ms. */
  since?: number;
  limit: number;
}

const PAGE = 100;

/** The deliveries of one ATS that pass the filter, newest first. */
export async function listDeliveries(store: Store, filter: DeliveryFilter): Promise<Delivery[]> {
  const { atsId, state, event, since = 0, limit } = filter;
  const found: Delivery[] = [];
  let before: { value: number; id: string } | undefined;
  while (found.length < limit) {
    const page = await store.query<Delivery>({
      collection: 'deliveries',
      equals: { atsId, ...(state ? { state } : {}), ...(event ? { event } : {}) },
      newestFirst: { field: 'createdAt', ...(before ? { before } : {}) },
      limit: Math.min(PAGE, limit - found.length),
    });
    found.push(...page.map(({ data }) => data).filter(({ createdAt }) => createdAt >= since));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || last.data.createdAt < since) break;
    before = { value: last.data.createdAt, id: last.id };
  }
  return found;
}

import type { deliveriesQuery } from '../../../functions/shared/portal/schemas/delivery-log.ts';

type Name = keyof typeof deliveriesQuery;

/** The filters of the delivery log, as the page's address and the API both call them. */
export const DELIVERY_FILTERS = [
  'direction',
  'outcome',
  'event',
  'status_code',
  'reference_id',
  'since_seconds',
  'until_seconds',
] as const satisfies readonly Name[];

/** What the API is asked for by the page's address, without what is the page's alone. */
export function deliveriesQueryOf(params: URLSearchParams): string {
  const query = new URLSearchParams();
  for (const name of [...DELIVERY_FILTERS, 'cursor'] satisfies Name[]) {
    const value = params.get(name);
    if (value) query.set(name, value);
  }
  return query.toString();
}

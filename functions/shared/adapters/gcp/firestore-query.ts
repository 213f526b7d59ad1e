import type { protos } from '@google-cloud/firestore-api';
import type { Query } from '../../ports/store.ts';
import { encodeValue, type FirestoreValue } from './firestore-value.ts';

type StructuredQuery = protos.google.firestore.v1.IStructuredQuery;
type Filter = protos.google.firestore.v1.StructuredQuery.IFilter;
type Order = protos.google.firestore.v1.StructuredQuery.IOrder;

/** A document's name, which every order ends with. */
const NAME = '__name__';

/**
 * A query of the port in Firestore's own terms. `nameOf` gives the full resource name of a document's path.
 * @see https://cloud.google.com/firestore/docs/reference/rpc/google.firestore.v1#structuredquery
 */
export function structuredQuery(query: Query, nameOf: (path: string) => string): StructuredQuery {
  const { collection, limit } = query;
  const startAfter = startAfterValues(query, nameOf);
  const filters = filtersOf(query);
  return {
    from: [{ collectionId: collection.slice(collection.lastIndexOf('/') + 1) }],
    ...(filters.length > 0 ? { where: { compositeFilter: { op: 'AND', filters } } } : {}),
    orderBy: orderOf(query),
    ...(startAfter ? { startAt: { values: startAfter, before: false } } : {}),
    limit: { value: limit },
  };
}

function filtersOf({ equals, atMost }: Query): Filter[] {
  const filters = Object.entries(equals ?? {}).map(([field, value]) => fieldFilter(field, 'EQUAL', value));
  return atMost ? [...filters, fieldFilter(atMost.field, 'LESS_THAN_OR_EQUAL', atMost.max)] : filters;
}

function fieldFilter(field: string, op: 'EQUAL' | 'LESS_THAN_OR_EQUAL', value: unknown): Filter {
  return { fieldFilter: { field: { fieldPath: field }, op, value: encodeValue(value) } };
}

function orderOf({ atMost, newestFirst }: Query): Order[] {
  const direction = newestFirst ? 'DESCENDING' : 'ASCENDING';
  const field = newestFirst?.field ?? atMost?.field;
  return [...(field ? [field] : []), NAME].map((fieldPath) => ({ field: { fieldPath }, direction }));
}

function startAfterValues(query: Query, nameOf: (path: string) => string): FirestoreValue[] | undefined {
  const { collection, newestFirst, startAfterId } = query;
  const reference = (id: string) => ({ referenceValue: nameOf(`${collection}/${id}`) });
  if (newestFirst?.before) {
    const { value, id } = newestFirst.before;
    return [encodeValue(value), ...(id === undefined ? [] : [reference(id)])];
  }
  return startAfterId === undefined ? undefined : [reference(startAfterId)];
}

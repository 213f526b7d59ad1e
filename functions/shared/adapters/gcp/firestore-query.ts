import type { protos } from '@google-cloud/firestore-api';
import type { CountQuery, Query } from '../../ports/store.ts';
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
  const { collection, collectionGroup, fields, limit } = query;
  const startAfter = startAfterValues(query, nameOf);
  return {
    ...(fields ? { select: projection(fields) } : {}),
    from: [{ collectionId: lastSegment(collection), ...(collectionGroup ? { allDescendants: true } : {}) }],
    ...whereAll(filtersOf(query)),
    orderBy: orderOf(query),
    ...(startAfter ? { startAt: { values: startAfter, before: false } } : {}),
    limit: { value: limit },
  };
}

/** What a count counts: in the order of the lists, largest first, so that it is answered from the indexes of the lists. */
export function countedQuery({ collection, equals, range }: CountQuery): StructuredQuery {
  const filters = equalFilters(equals);
  if (range) {
    const { field, from, to } = range;
    filters.push(fieldFilter(field, 'GREATER_THAN_OR_EQUAL', from), fieldFilter(field, 'LESS_THAN', to));
  }
  return {
    from: [{ collectionId: lastSegment(collection) }],
    ...whereAll(filters),
    ...(range ? { orderBy: [{ field: { fieldPath: range.field }, direction: 'DESCENDING' }] } : {}),
  };
}

function lastSegment(collection: string): string {
  return collection.slice(collection.lastIndexOf('/') + 1);
}

/** No fields at all would mean all of them. */
function projection(fields: readonly string[]) {
  return { fields: (fields.length > 0 ? fields : [NAME]).map((fieldPath) => ({ fieldPath })) };
}

function whereAll(filters: Filter[]) {
  return filters.length > 0 ? { where: { compositeFilter: { op: 'AND' as const, filters } } } : {};
}

function filtersOf({ equals, atMost, newestFirst }: Query): Filter[] {
  const filters = equalFilters(equals);
  if (atMost) filters.push(fieldFilter(atMost.field, 'LESS_THAN_OR_EQUAL', atMost.max));
  if (newestFirst?.atLeast !== undefined) {
    filters.push(fieldFilter(newestFirst.field, 'GREATER_THAN_OR_EQUAL', newestFirst.atLeast));
  }
  return filters;
}

function equalFilters(equals: Query['equals']): Filter[] {
  return Object.entries(equals ?? {}).map(([field, value]) => fieldFilter(field, 'EQUAL', value));
}

function fieldFilter(
  field: string,
  op: 'EQUAL' | 'GREATER_THAN_OR_EQUAL' | 'LESS_THAN' | 'LESS_THAN_OR_EQUAL',
  value: unknown,
): Filter {
  return { fieldFilter: { field: { fieldPath: field }, op, value: encodeValue(value) } };
}

function orderOf({ atMost, newestFirst }: Query): Order[] {
  const direction = newestFirst ? 'DESCENDING' : 'ASCENDING';
  const field = newestFirst?.field ?? atMost?.field;
  return [...(field ? [field] : []), NAME].map((fieldPath) => ({ field: { fieldPath }, direction }));
}

function startAfterValues(query: Query, nameOf: (path: string) => string): FirestoreValue[] | undefined {
  const { collection, collectionGroup, newestFirst, startAfterId } = query;
  const pathOf = (id: string) => (collectionGroup ? id : `${collection}/${id}`);
  const reference = (id: string) => ({ referenceValue: nameOf(pathOf(id)) });
  if (newestFirst?.before) {
    const { value, id } = newestFirst.before;
    return [encodeValue(value), ...(id === undefined ? [] : [reference(id)])];
  }
  return startAfterId === undefined ? undefined : [reference(startAfterId)];
}

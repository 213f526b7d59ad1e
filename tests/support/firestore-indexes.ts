import { readFileSync } from 'node:fs';
import type { Query } from '../../functions/shared/ports/store.ts';

interface IndexField {
  fieldPath: string;
  order: 'ASCENDING' | 'DESCENDING';
}

export interface CompositeIndex {
  collectionGroup: string;
  queryScope: string;
  fields: IndexField[];
}

interface FieldOverride {
  collectionGroup: string;
  fieldPath: string;
  ttl?: boolean;
  indexes: unknown[];
}

/** The one list of indexes, single-field exemptions and TTL fields. */
export const INDEXES: { indexes: CompositeIndex[]; fieldOverrides: FieldOverride[] } = JSON.parse(
  readFileSync('firestore.indexes.json', 'utf8'),
);

export function collectionGroup(collection: string): string {
  return collection.slice(collection.lastIndexOf('/') + 1);
}

/**
 * What a query is without an index for; undefined where it can be answered. Firestore answers a query that demands equality of
 * several fields by merging indexes that end in the same order, and one by id alone without any. Of what a query selects there is
 * nothing in an index, and a lower bound is one of its order.
 * @see https://firebase.google.com/docs/firestore/query-data/index-overview#taking_advantage_of_index_merging
 */
export function missingIndex({
  collection,
  collectionGroup: inAll,
  equals,
  atMost,
  newestFirst,
}: Omit<Query, 'limit'>): string | undefined {
  const scope = inAll ? 'COLLECTION_GROUP' : 'COLLECTION';
  const demanded = Object.keys(equals ?? {});
  const orderedBy: IndexField[] = [];
  if (atMost) orderedBy.push({ fieldPath: atMost.field, order: 'ASCENDING' });
  if (newestFirst) orderedBy.push({ fieldPath: newestFirst.field, order: 'DESCENDING' });
  if (demanded.length + orderedBy.length === 0) return undefined;
  const covered = new Set<string>();
  for (const index of INDEXES.indexes) {
    const heads = index.fields
      .slice(0, index.fields.length - orderedBy.length)
      .map(({ fieldPath }) => fieldPath);
    const tail = index.fields.slice(heads.length);
    const fits =
      index.collectionGroup === collectionGroup(collection) &&
      index.queryScope === scope &&
      JSON.stringify(tail) === JSON.stringify(orderedBy) &&
      heads.every((field) => demanded.includes(field));
    if (fits) for (const field of [...heads, '(an order)']) covered.add(field);
  }
  const missing = [...demanded, '(an order)'].filter((field) => !covered.has(field));
  return missing.length === 0 ? undefined : `${collection}: ${missing.join(', ')}`;
}

import type { Query, Store, StoredDocument } from '../ports/store.ts';
import type { ListPosition } from './list-position.ts';

/** One list, such as that of one shard. */
export type PartOfList = Pick<Query, 'collection' | 'collectionGroup' | 'equals' | 'fields'>;

export interface NewestPage<T> {
  documents: T[];
  /** Null when there is nothing more. */
  next: ListPosition | null;
}

export interface PageBounds {
  limit: number;
  after?: ListPosition | undefined;
  /** Epoch ms: from this moment on. */
  from?: number | undefined;
  /** Epoch ms: before this moment. */
  to?: number | undefined;
}

/** A page of several lists together, by when their documents were created, newest first. Each list is read as far as the page may go. */
export async function pageNewest<T extends { createdAt: number }>(
  store: Store,
  parts: readonly PartOfList[],
  { limit, after, from, to }: PageBounds,
): Promise<NewestPage<T>> {
  const before = after ? { value: after.createdAt, id: after.id } : to !== undefined && { value: to };
  const lists = await Promise.all(
    parts.map(async (part) => {
      const found = await store.query<T>({
        ...part,
        newestFirst: {
          field: 'createdAt',
          ...(before ? { before } : {}),
          ...(from === undefined ? {} : { atLeast: from }),
        },
        // One more than is shown tells that there is a next page.
        limit: limit + 1,
      });
      return found.map((document) => ({ document, place: placeOf(document, part) }));
    }),
  );
  const found = lists.flat().toSorted(byNewest);
  const page = found.slice(0, limit);
  const next = found.length > limit ? (page.at(-1)?.place ?? null) : null;
  return { documents: page.map(({ document }) => document.data), next };
}

/** As the store goes on after it: by path, where ids are of several collections. */
function placeOf(
  { id, path, data }: StoredDocument<{ createdAt: number }>,
  { collectionGroup }: PartOfList,
): ListPosition {
  return { createdAt: data.createdAt, id: collectionGroup ? path : id };
}

/** As the store orders what has the same time: by id or, id by id, by path; largest first. */
function byNewest({ place: a }: { place: ListPosition }, { place: b }: { place: ListPosition }): number {
  return b.createdAt - a.createdAt || compareIds(b.id.split('/'), a.id.split('/'));
}

function compareIds([a = '', ...restOfA]: string[], [b = '', ...restOfB]: string[]): number {
  const order = Buffer.compare(Buffer.from(a), Buffer.from(b));
  return order !== 0 || restOfA.length + restOfB.length === 0 ? order : compareIds(restOfA, restOfB);
}

import { ConflictError, type Store, type StoredDocument, type Write } from '../ports/store.ts';
import { commitAlong } from './commit-along.ts';

export interface DocumentChange<T> {
  set: Partial<T>;
  remove?: readonly (keyof T & string)[];
}

/**
 * Changes a document on condition that it is still as it was read; resolves to its new version, or to undefined when something
 * else has changed it. A commit that took effect and whose answer was lost comes back as refused when the client repeats
 * it: the document is then read again, and `isOwn` tells whether it is as this change left it. `along` is written with it, if the store will.
 */
export async function updateOwn<T extends object>(
  store: Store,
  { path, version }: Pick<StoredDocument<T>, 'path' | 'version'>,
  change: DocumentChange<T>,
  isOwn: (now: T) => boolean,
  along: readonly Write[] = [],
): Promise<string | undefined> {
  try {
    const done = await commitAlong(store, [{ type: 'update', path, ...change, ifVersion: version }], along);
    return done.version;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const [now] = await store.getAll<[T]>(path);
    return now !== undefined && isOwn(now.data) ? now.version : undefined;
  }
}

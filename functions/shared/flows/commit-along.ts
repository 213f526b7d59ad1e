import { RefusedError, type Store, type Write } from '../ports/store.ts';

/**
 * Commits, and what is only written along with it too; without that, where the store will not have it. So a record of something that
 * happened can neither fail nor delay what happened. Throws what `commit` throws.
 */
export async function commitAlong(
  store: Store,
  writes: readonly Write[],
  along: readonly Write[],
): Promise<{ version: string }> {
  try {
    return await store.commit([...writes, ...along]);
  } catch (error) {
    if (along.length === 0 || !(error instanceof RefusedError)) throw error;
    return store.commit(writes);
  }
}

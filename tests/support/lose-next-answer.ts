import { ConflictError, type Store } from '../../functions/shared/ports/store.ts';

/** Has the next commit take effect and its answer get lost: the client repeats it, and then finds its own write as a conflict. */
export function loseNextAnswer(store: Store, error: Error = new ConflictError()): void {
  const { commit } = store;
  store.commit = async (writes) => {
    store.commit = commit;
    await commit(writes);
    throw error;
  };
}

import type { Activity } from '../core/activity/activity.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import { ConflictError, type Store } from '../ports/store.ts';
import { type ActivityDeps, activityWrite } from './activity-write.ts';

export interface NoteActivityDeps extends ActivityDeps {
  store: Store;
  clock: Clock;
  ids: Ids;
}

/**
 * Writes down what somebody is about to do that changes nothing in the store, such as to read a secret: what cannot be written down is not
 * done. Throws the store's own error.
 */
export async function noteActivity(
  deps: NoteActivityDeps,
  activity: Pick<Activity, 'atsId' | 'action' | 'changes'>,
): Promise<void> {
  const { store, clock, ids } = deps;
  const write = activityWrite(deps, { ...activity, activityId: ids.uniqueId(), createdAt: clock.now() });
  try {
    await store.commit([write]);
  } catch (error) {
    // Nobody else makes this id: it is there already, and the answer that said so was lost.
    if (!(error instanceof ConflictError)) throw error;
  }
}

import { actionOf, describeChange } from '../core/activity/describe-change.ts';
import type { Ats } from '../core/ats.ts';
import { GatewayError } from '../core/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import { ConflictError, type Store, type Write } from '../ports/store.ts';
import { type ActivityDeps, activityWrite } from './activity-write.ts';
import { readAts } from './get-ats.ts';
import type { DocumentChange } from './update-own.ts';

/** Beyond this many changes of one ATS at once, the last ones are told to try again. */
const MAX_TRIES = 16;
const TOO_MANY = 'The ATS is being changed by too many at once. Try again';

export interface ChangeAtsDeps extends ActivityDeps {
  store: Store;
  clock: Clock;
  ids: Ids;
}

export interface AtsChange {
  /** What is to be changed of the ATS as it was read; asked again when somebody else was faster. */
  plan: (ats: Ats) => DocumentChange<Ats>;
  /** Whether nothing is left to be done, as this very change is there already or no longer called for. */
  isDone: (ats: Ats) => boolean | Promise<boolean>;
  /** The version that it was decided on; where it is another one by now, nothing is changed. */
  seen?: string | undefined;
}

/**
 * Changes an ATS by what it is at that moment, and writes down who did, in one commit: each try on condition that nothing has changed
 * since it was read. A commit whose answer was lost is found by `isDone` when the ATS is read again. Throws `not_found`, `stale_edit`,
 * `unavailable`, or the store's own error.
 */
export async function changeAts(
  deps: ChangeAtsDeps,
  atsId: string,
  { plan, isDone, seen }: AtsChange,
): Promise<void> {
  const { store, clock, ids } = deps;
  const activityId = ids.uniqueId();
  let failure: unknown;
  for (let tries = 0; ; tries += 1) {
    const { path, version, data } = await readAts(deps, atsId);
    const isStale = seen !== undefined && version !== seen;
    // Only a commit of one's own can have made it another version and be what was asked for.
    if (isStale && failure === undefined) throw new GatewayError('stale_edit');
    if (await isDone(data)) return;
    if (isStale) throw new GatewayError('stale_edit');
    if (failure !== undefined && !(failure instanceof ConflictError)) throw failure;
    if (tries === MAX_TRIES) throw new GatewayError('unavailable', { detail: TOO_MANY, cause: failure });
    try {
      const change = plan(data);
      const changes = describeChange(data, change);
      const writes: Write[] = [{ type: 'update', path, ...change, ifVersion: version }];
      if (changes.length > 0) {
        const activity = { activityId, atsId, createdAt: clock.now(), action: actionOf(changes), changes };
        writes.push(activityWrite(deps, activity));
      }
      await store.commit(writes);
      return;
    } catch (error) {
      failure = error;
    }
  }
}

import { ACTIVITY_SHARDS, type Activity } from '../core/activity/activity.ts';
import { sealCursor } from '../core/cursor.ts';
import { paths } from '../core/paths.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Store } from '../ports/store.ts';
import { getAts } from './get-ats.ts';
import type { ListPosition } from './list-position.ts';
import { type PartOfList, pageNewest } from './page-newest.ts';
import { readCursor } from './read-cursor.ts';

export interface ActivityPage {
  activities: Activity[];
  /** Null where there is nothing more. */
  nextCursor: string | null;
}

const FOREIGN = 'Not a cursor of this list: it goes with the ATS that it was given for';

/**
 * A page of what was changed of an ATS, or of all of them where none is named, newest first, and the cursor of the next one. A cursor is
 * good for the list it was made for. Throws `not_found` or `validation_failed`.
 */
export async function pageActivity(
  deps: { store: Store; vault: KeyVault },
  atsId: string | undefined,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<ActivityPage> {
  if (atsId !== undefined) await getAts(deps, atsId);
  const key = await deps.vault.derive('cursor');
  const scope = atsId === undefined ? ['activity'] : ['activity', atsId];
  const after: ListPosition | undefined =
    cursor === undefined ? undefined : JSON.parse(readCursor(cursor, scope, key, FOREIGN));
  const { documents, next } = await pageNewest<Activity>(deps.store, partsOf(atsId), { limit, after });
  return {
    activities: documents,
    nextCursor: next ? sealCursor(JSON.stringify(next), scope, key) : null,
  };
}

function partsOf(atsId: string | undefined): PartOfList[] {
  if (atsId !== undefined) return [{ collection: paths.activities(atsId), equals: { atsId } }];
  return Array.from({ length: ACTIVITY_SHARDS }, (_, shard) => ({
    collection: paths.allActivities(),
    collectionGroup: true,
    equals: { shard },
  }));
}

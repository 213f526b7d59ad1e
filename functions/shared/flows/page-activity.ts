import type { Activity } from '../core/activity/activity.ts';
import { sealCursor } from '../core/cursor.ts';
import { paths } from '../core/paths.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Store } from '../ports/store.ts';
import { getAts } from './get-ats.ts';
import type { ListPosition } from './list-position.ts';
import { readCursor } from './read-cursor.ts';

export interface ActivityPage {
  activities: Activity[];
  /** Null where there is nothing more. */
  nextCursor: string | null;
}

const FOREIGN = 'Not a cursor of this list: it goes with the ATS that it was given for';

/**
 * A page of what was changed of an ATS, newest first, and the cursor of the next one. A cursor is good for the ATS it was made for. Throws
 * `not_found` or `validation_failed`.
 */
export async function pageActivity(
  deps: { store: Store; vault: KeyVault },
  atsId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<ActivityPage> {
  await getAts(deps, atsId);
  const key = await deps.vault.derive('cursor');
  const scope = ['activity', atsId];
  const after: ListPosition | undefined =
    cursor === undefined ? undefined : JSON.parse(readCursor(cursor, scope, key, FOREIGN));
  const found = await deps.store.query<Activity>({
    collection: paths.activities(atsId),
    equals: { atsId },
    newestFirst: {
      field: 'createdAt',
      ...(after ? { before: { value: after.createdAt, id: after.id } } : {}),
    },
    // One more than is shown tells that there is a next page.
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const next = last && ({ createdAt: last.data.createdAt, id: last.id } satisfies ListPosition);
  return {
    activities: page.map(({ data }) => data),
    nextCursor: next ? sealCursor(JSON.stringify(next), scope, key) : null,
  };
}

import type { Ats } from '../core/ats.ts';
import { sealCursor } from '../core/cursor.ts';
import { paths } from '../core/paths.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Store } from '../ports/store.ts';
import { readCursor } from './read-cursor.ts';

export interface AtsPage {
  found: Ats[];
  /** Null where there is nothing more. */
  nextCursor: string | null;
}

/** ATSs read at once, while looking for those that are searched for. */
const BATCH = 100;

/**
 * A page of the ATSs whose id or name has `search` in it, in any case, by id; of all of them where that is empty. There are as many ATSs as
 * Carv has partners, so a search may look at each. Throws `validation_failed`.
 */
export async function pageAts(
  { store, vault }: { store: Store; vault: KeyVault },
  search: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<AtsPage> {
  const key = await vault.derive('cursor');
  const scope = ['ats', search];
  const found: Ats[] = [];
  let after = cursor === undefined ? undefined : readCursor(cursor, scope, key);
  // One more than is shown tells that there is a next page.
  while (found.length <= limit) {
    const batch = await store.query<Ats>({
      collection: paths.allAts(),
      limit: BATCH,
      ...(after === undefined ? {} : { startAfterId: after }),
    });
    found.push(...batch.map(({ data }) => data).filter((ats) => matches(ats, search)));
    after = batch.at(-1)?.id;
    if (batch.length < BATCH) break;
  }
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return { found: shown, nextCursor: last ? sealCursor(last.atsId, scope, key) : null };
}

function matches({ atsId, name }: Ats, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return atsId.includes(wanted) || name.toLowerCase().includes(wanted);
}

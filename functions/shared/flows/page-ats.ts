import type { Ats } from '../core/ats.ts';
import { sealCursor } from '../core/cursor.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Store } from '../ports/store.ts';
import { eachAts } from './list-ats.ts';
import { readCursor } from './read-cursor.ts';

export interface AtsPage {
  found: Ats[];
  /** Null where there is nothing more. */
  nextCursor: string | null;
}

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
  const after = cursor === undefined ? undefined : readCursor(cursor, scope, key);
  const found: Ats[] = [];
  for await (const ats of eachAts(store, after)) {
    if (matches(ats, search)) found.push(ats);
    // One more than is shown tells that there is a next page.
    if (found.length > limit) break;
  }
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return { found: shown, nextCursor: last ? sealCursor(last.atsId, scope, key) : null };
}

function matches({ atsId, name }: Ats, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return atsId.includes(wanted) || name.toLowerCase().includes(wanted);
}

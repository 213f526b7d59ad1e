import type { Ats } from '../core/ats.ts';
import { paths } from '../core/paths.ts';
import type { Store } from '../ports/store.ts';

const PAGE = 100;

/** Every ATS, by id. */
export async function listAts(store: Store): Promise<Ats[]> {
  const all: Ats[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await store.query<Ats>({
      collection: paths.allAts(),
      limit: PAGE,
      ...(last ? { startAfterId: last.atsId } : {}),
    });
    all.push(...page.map(({ data }) => data));
    if (page.length < PAGE) return all;
  }
}

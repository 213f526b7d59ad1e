import type { Ats } from '../core/ats.ts';
import { paths } from '../core/paths.ts';
import type { Store } from '../ports/store.ts';

const PAGE = 100;

/** Every ATS, by id, after the one that is named; as many are read as are asked for, a hundred at a time. */
export async function* eachAts(store: Store, afterId?: string): AsyncGenerator<Ats> {
  let last = afterId;
  for (;;) {
    const page = await store.query<Ats>({
      collection: paths.allAts(),
      limit: PAGE,
      ...(last === undefined ? {} : { startAfterId: last }),
    });
    for (const { data } of page) yield data;
    if (page.length < PAGE) return;
    last = page.at(-1)?.id;
  }
}

/** Every ATS, by id. */
export async function listAts(store: Store): Promise<Ats[]> {
  const all: Ats[] = [];
  for await (const ats of eachAts(store)) all.push(ats);
  return all;
}

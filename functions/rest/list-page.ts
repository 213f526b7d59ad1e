import { sealCursor } from '../shared/core/cursor.ts';
import type { JsonObject } from '../shared/core/json/json-value.ts';
import { validationError } from '../shared/core/validation-error.ts';
import { readCursor } from '../shared/flows/read-cursor.ts';
import type { Answer } from '../shared/http/respond.ts';
import type { Store, StoredDocument } from '../shared/ports/store.ts';
import type { RestDeps } from './operation.ts';

export interface List<T> {
  /** The collection, whose name also binds the cursor. */
  collection: string;
  /** About how many bytes a document takes up in the answer. */
  sizeOf(data: T): number;
  /** What the documents of a page are shown as. */
  show(page: StoredDocument<T>[]): Promise<JsonObject[]> | JsonObject[];
}

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

/** Documents read in one query: a page of the usual size takes one, and large documents are not all held at once. */
const READ_AT_ONCE = DEFAULT_LIMIT + 1;

/** Where a page ends early. Overlays may be as large again, and Cloud Run ends an answer at 32 MiB. */
const MAX_PAGE_BYTES = 8 * 1024 * 1024;

/** Answers one page of a list, in the order of ids: what is added meanwhile makes neither gaps nor repeats. */
export async function listPage<T extends object>(
  { store, vault }: RestDeps,
  query: URLSearchParams,
  list: List<T>,
): Promise<Answer> {
  const limit = readLimit(query);
  const key = await vault.derive('cursor');
  const cursor = query.get('cursor');
  const after = cursor === null ? undefined : readCursor(cursor, [list.collection], key);
  const { page, last } = await readPage(store, list, limit, after);
  const data = await list.show(page);
  return {
    status: 200,
    body: { data, next_cursor: last ? sealCursor(last.id, [list.collection], key) : null },
  };
}

/**
 * Reads up to `limit` documents, fewer when they are so large that the answer would be. `last` is where the next page goes on
 * from; undefined when there is none.
 */
async function readPage<T extends object>(
  store: Store,
  { collection, sizeOf }: List<T>,
  limit: number,
  startAfterId: string | undefined,
) {
  const page: StoredDocument<T>[] = [];
  let bytes = 0;
  for (;;) {
    const after = page.at(-1)?.id ?? startAfterId;
    const wanted = Math.min(limit + 1 - page.length, READ_AT_ONCE);
    const found = await store.query<T>({
      collection,
      limit: wanted,
      ...(after === undefined ? {} : { startAfterId: after }),
    });
    for (const document of found) {
      const size = sizeOf(document.data);
      // One document more than is shown tells that there is a next page.
      if (page.length === limit || (page.length > 0 && bytes + size > MAX_PAGE_BYTES)) {
        return { page, last: page.at(-1) };
      }
      page.push(document);
      bytes += size;
    }
    if (found.length < wanted) return { page, last: undefined };
  }
}

function readLimit(query: URLSearchParams): number {
  const given = query.get('limit');
  if (given === null) return DEFAULT_LIMIT;
  const limit = /^[0-9]{1,3}$/.test(given) ? Number(given) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw validationError({ loc: ['query', 'limit'], msg: `Must be 1 to ${MAX_LIMIT}`, type: 'range' });
}

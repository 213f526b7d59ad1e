import { openCursor, sealCursor } from '../shared/core/cursor.ts';
import { GatewayError } from '../shared/core/errors.ts';
import { decodeStored } from '../shared/core/json/decode-stored.ts';
import type { JsonObject } from '../shared/core/json/json-value.ts';
import { paths } from '../shared/core/paths.ts';
import type { StoredOverlay, StoredRecord } from '../shared/core/stored-record.ts';
import { validationError } from '../shared/core/validation-error.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import type { Answer } from '../shared/http/respond.ts';
import type { Store, StoredDocument } from '../shared/ports/store.ts';
import type { RestCall, RestDeps } from './rest-call.ts';

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

/** Records read in one query: a page of the usual size takes one, and large records are not all held at once. */
const READ_AT_ONCE = DEFAULT_LIMIT + 1;

/** Where a page ends early. Its overlays may be as large again, and Cloud Run ends an answer at 32 MiB. */
const MAX_PAGE_BYTES = 8 * 1024 * 1024;

/** Answers a GET, at once: one record, or a page of the list. */
export async function readRecords(deps: RestDeps, call: RestCall): Promise<Answer> {
  const { operation } = call.target;
  return orUnavailable(operation === 'list' ? listRecords(deps, call) : getRecord(deps, call));
}

async function getRecord({ store }: RestDeps, { read: { record } }: RestCall): Promise<Answer> {
  if (record === undefined) throw new GatewayError('not_found');
  const [body] = await withOverlays(store, [record]);
  return { status: 200, body: body as JsonObject };
}

async function listRecords(deps: RestDeps, call: RestCall): Promise<Answer> {
  const { ats, scope, target, query } = call;
  const collection = paths.records(ats.atsId, scope.clientId, target.recordType.collection);
  const key = await deps.vault.derive('cursor');
  const { page, last } = await readPage(
    deps.store,
    collection,
    readLimit(query),
    readCursor(query, collection, key),
  );
  const data = await withOverlays(deps.store, page);
  return { status: 200, body: { data, next_cursor: last ? sealCursor(last.id, [collection], key) : null } };
}

/**
 * Reads up to `limit` records, fewer when they are so large that the answer would be. `last` is where the next page goes on
 * from; undefined when there is none.
 */
async function readPage(store: Store, collection: string, limit: number, startAfterId: string | undefined) {
  const page: StoredDocument<StoredRecord>[] = [];
  let bytes = 0;
  for (;;) {
    const after = page.at(-1)?.id ?? startAfterId;
    const wanted = Math.min(limit + 1 - page.length, READ_AT_ONCE);
    const found = await store.query<StoredRecord>({
      collection,
      limit: wanted,
      ...(after === undefined ? {} : { startAfterId: after }),
    });
    for (const record of found) {
      // One record more than is shown tells that there is a next page.
      if (page.length === limit || (page.length > 0 && bytes + record.data.payload.length > MAX_PAGE_BYTES)) {
        return { page, last: page.at(-1) };
      }
      page.push(record);
      bytes += record.data.payload.length;
    }
    if (found.length < wanted) return { page, last: undefined };
  }
}

/** What was last accepted, with the AI's result over it where that is of the same version. */
async function withOverlays(store: Store, records: StoredDocument<StoredRecord>[]): Promise<JsonObject[]> {
  const overlayPaths = records.map(({ path }) => paths.overlay(path));
  const overlays = await store.getAll<StoredOverlay[]>(...overlayPaths);
  return records.map(({ data: record }, index) => {
    const overlay = overlays[index]?.data;
    return { ...decodeStored(record), ...(overlay?.version === record.version ? decodeStored(overlay) : {}) };
  });
}

function readLimit(query: URLSearchParams): number {
  const given = query.get('limit');
  if (given === null) return DEFAULT_LIMIT;
  const limit = /^[0-9]{1,3}$/.test(given) ? Number(given) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw validationError({ loc: ['query', 'limit'], msg: `Must be 1 to ${MAX_LIMIT}`, type: 'range' });
}

function readCursor(query: URLSearchParams, collection: string, key: Uint8Array): string | undefined {
  const given = query.get('cursor');
  if (given === null) return undefined;
  const position = openCursor(given, [collection], key);
  if (position !== undefined) return position;
  throw validationError({ loc: ['query', 'cursor'], msg: 'Not a cursor of this list', type: 'cursor' });
}

import { GatewayError } from '../shared/core/errors.ts';
import { decodeStored } from '../shared/core/json/decode-stored.ts';
import type { JsonObject } from '../shared/core/json/json-value.ts';
import { paths } from '../shared/core/paths.ts';
import type { StoredOverlay, StoredRecord } from '../shared/core/stored-record.ts';
import type { Answer } from '../shared/http/respond.ts';
import type { Store, StoredDocument } from '../shared/ports/store.ts';
import { listPage } from './list-page.ts';
import type { RestCall, RestDeps } from './operation.ts';

/** Answers one record. */
export async function getRecord({ store }: RestDeps, { document }: RestCall<unknown>): Promise<Answer> {
  if (document === undefined) throw new GatewayError('not_found');
  const [body] = await withOverlays(store, [document as StoredDocument<StoredRecord>]);
  return { status: 200, body: body as JsonObject };
}

/** Answers a page of the records of one collection. */
export function listRecords(
  deps: RestDeps,
  { query }: RestCall<unknown>,
  collection: string,
): Promise<Answer> {
  return listPage<StoredRecord>(deps, query, {
    collection,
    sizeOf: ({ payload }) => payload.length,
    show: (page) => withOverlays(deps.store, page),
  });
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

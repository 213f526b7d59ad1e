import type { StoredDocument } from '../../ports/store.ts';

/** A document as it stands in the table: its fields as JSON, its bytes beside them. */
export interface Row {
  collection: string;
  id: string;
  version: string;
  fields: string;
  payload: Uint8Array | null;
}

/** What a {@link Row} is made of. Not `*`, for which SQLite works out every generated column as well. */
export const ROW_COLUMNS = 'collection, id, version, fields, payload';

export function rowToDocument(row: Row | undefined): StoredDocument<object> | undefined {
  if (row === undefined) return undefined;
  const fields: object = JSON.parse(row.fields);
  const data = row.payload === null ? fields : { ...fields, payload: row.payload };
  return { path: `${row.collection}/${row.id}`, id: row.id, version: row.version, data };
}

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

/** The same, and of the bytes nothing is read from the disk. */
export const ROW_COLUMNS_WITHOUT_PAYLOAD = 'collection, id, version, fields, NULL AS payload';

/** The document, or what it has of `wanted`. */
export function rowToDocument(
  row: Row | undefined,
  wanted?: readonly string[],
): StoredDocument<object> | undefined {
  if (row === undefined) return undefined;
  const fields: object = JSON.parse(row.fields);
  const whole = row.payload === null ? fields : { ...fields, payload: row.payload };
  const data = wanted ? pick(whole, wanted) : whole;
  return { path: `${row.collection}/${row.id}`, id: row.id, version: row.version, data };
}

function pick(data: object, wanted: readonly string[]): object {
  return Object.fromEntries(Object.entries(data).filter(([field]) => wanted.includes(field)));
}

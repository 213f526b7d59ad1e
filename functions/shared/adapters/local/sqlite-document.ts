import type { StoredDocument } from '../../ports/store.ts';

/** A document as it stands in the table: its fields as JSON, its bytes beside them. */
export interface Row {
  collection: string;
  id: string;
  version: string;
  fields: string;
  payload: Uint8Array | null;
}

export function splitPath(path: string): [collection: string, id: string] {
  const segments = path.split('/');
  if (segments.length % 2 !== 0 || segments.includes(''))
    throw new Error(`[store] not a document path: ${path}`);
  const id = segments.pop() as string;
  return [segments.join('/'), id];
}

export function rowOf(data: object): { fields: string; payload: Uint8Array | null } {
  const { payload, ...fields } = data as { payload?: Uint8Array };
  return { fields: JSON.stringify(fields), payload: payload ?? null };
}

/** The fields of an update that change something. */
export function withoutUndefined(set: object): object {
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
}

export function rowToDocument(row: Row | undefined): StoredDocument<object> | undefined {
  if (row === undefined) return undefined;
  const fields: object = JSON.parse(row.fields);
  const data = row.payload === null ? fields : { ...fields, payload: row.payload };
  return { path: `${row.collection}/${row.id}`, id: row.id, version: row.version, data };
}

import { splitDocumentPath } from '../../core/document-path.ts';
import { RefusedError, type Write } from '../../ports/store.ts';

/** A write as plain JSON, so that it can go to another thread; its bytes go beside it. */
export interface RowWrite {
  type: Write['type'];
  collection: string;
  id: string;
  ifVersion?: string | undefined;
  /** All fields, or those that an update sets; none for a deletion. */
  fields?: object;
  /** Where the bytes are in the list of the commit's payloads. */
  payload?: number;
  /** Fields that an update removes. */
  remove?: readonly string[] | undefined;
}

/** What a commit writes. */
export interface CommitRows {
  rows: readonly RowWrite[];
  payloads: readonly Uint8Array[];
}

/**
 * Firestore's limit of a document.
 * @see https://firebase.google.com/docs/firestore/quotas
 */
const MAX_DOCUMENT_BYTES = 1024 * 1024;

/** Roughly how large a document is, and never more than it is: what makes one large is its bytes or one of its texts. */
function bytesOf(fields: object, payload: Uint8Array | undefined): number {
  const texts = Object.values(fields).map((value) => (typeof value === 'string' ? value.length : 0));
  return texts.reduce((sum, length) => sum + length, payload?.length ?? 0);
}

/** The writes of a commit, apart from their bytes. Throws for a path that is none, and for a document that is too large. */
export function toRowWrites(writes: readonly Write[]): CommitRows {
  const originals: Uint8Array[] = [];
  /** The same bytes under two paths, as an event and its record have them, are passed on once. */
  const placeOf = (payload: Uint8Array) => {
    const known = originals.indexOf(payload);
    return known === -1 ? originals.push(payload) - 1 : known;
  };
  const rows = writes.map((write): RowWrite => {
    const [collection, id] = splitDocumentPath(write.path);
    const { type } = write;
    const ifVersion = type === 'create' ? undefined : write.ifVersion;
    if (type === 'delete') return { type, collection, id, ifVersion };
    const data = type === 'update' ? write.set : write.data;
    const { payload, ...fields } = data as { payload?: Uint8Array };
    if (bytesOf(fields, payload) > MAX_DOCUMENT_BYTES) throw new RefusedError();
    const row = { type, collection, id, ifVersion, fields };
    if (type === 'update') Object.assign(row, { remove: write.remove });
    return payload ? { ...row, payload: placeOf(payload) } : row;
  });
  // Copies: a small Buffer is a view of a large pool, all of which would go to the other thread.
  return { rows, payloads: originals.map((payload) => new Uint8Array(payload)) };
}

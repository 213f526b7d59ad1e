/** A value inside a document. Bytes are allowed only as the document's own `payload` field. */
export type DocumentValue =
  | string
  | number
  | boolean
  | null
  | readonly DocumentValue[]
  | { readonly [key: string]: DocumentValue };

/**
 * A document's fields. A field that is `undefined` is left out. Once `expireAt`, in epoch ms, is past, the document may be removed
 * at any time; whoever reads it before that must not take it for more than it is.
 */
export type DocumentFields = { readonly [field: string]: DocumentValue | Uint8Array | undefined };

export interface StoredDocument<T> {
  /** `collection/id`, alternating, such as `ats/acme/receipts/6b1f…`. */
  path: string;
  /** The last segment of `path`. */
  id: string;
  /** Changes with every write, and never comes back, not even after a deletion. */
  version: string;
  data: T;
}

export type Write =
  /** Fails with a conflict when the document exists. */
  | { type: 'create'; path: string; data: object }
  /** Replaces the whole document; with `ifVersion` only that version of it. */
  | { type: 'set'; path: string; data: object; ifVersion?: string }
  /** Changes single fields of a document that exists; with `ifVersion` only that version of it. */
  | { type: 'update'; path: string; set: object; remove?: readonly string[]; ifVersion?: string }
  /** Deletes; without `ifVersion` it is no error when there is nothing to delete. */
  | { type: 'delete'; path: string; ifVersion?: string };

export interface Query {
  /** One collection, such as `ats/acme/workspaces/c1/candidates`. */
  collection: string;
  /**
   * All collections of that last segment, wherever they are: `collection` is such as `candidates`. As ids are not unique there, all that
   * is said of ids below goes for paths, by the ids in them from the left; ids that are given are paths.
   */
  collectionGroup?: true;
  equals?: Readonly<Record<string, string | number | boolean>>;
  /** Only documents that have `field`, at most `max`; ordered by it, smallest first. Without it: by id, in UTF-8 byte order. */
  atMost?: { field: string; max: number };
  /**
   * Only documents that have `field`, ordered by it and then by id, largest first; with `before` only those after that place in
   * this order: after that document or, without its id, after all of that value; with `atLeast` none whose value is smaller. Not
   * together with `atMost`.
   */
  newestFirst?: { field: string; before?: { value: number; id?: string }; atLeast?: number };
  /** Only ids after this one. Not together with `atMost` or `newestFirst`. */
  startAfterId?: string;
  /** All that is read of each document, as far as it has it; the whole document where this is not given. */
  fields?: readonly string[];
  limit: number;
}

export interface CountQuery extends Pick<Query, 'collection' | 'equals'> {
  /** Only documents whose `field` is at least `from` and smaller than `to`. */
  range?: { field: string; from: number; to: number };
}

/**
 * A write's condition did not hold: it exists already, is gone, or has another version. Nothing of the commit took effect —
 * unless an earlier try of this very commit did and its answer was lost: read again and compare before giving up.
 */
export class ConflictError extends Error {
  constructor(options?: ErrorOptions) {
    super('[store] a condition of the commit did not hold', options);
    this.name = 'ConflictError';
  }
}

/**
 * A commit that the store will never take, as a document of it is larger than 1 MiB or holds what none may hold. Nothing of it took
 * effect, and nothing comes of trying again.
 */
export class RefusedError extends Error {
  constructor(options?: ErrorOptions) {
    super('[store] the commit is not one that may be made', options);
    this.name = 'RefusedError';
  }
}

/**
 * Durable documents, shaped after what Firestore does in one round trip. When a promise resolves, what it says is on disk.
 * Any call may also fail with an error of the adapter's own, and a `commit` that failed so may still have taken effect.
 */
export interface Store {
  /**
   * Reads documents, each as of some moment after the call began, in the order asked for; undefined where there is none. What one commit
   * writes may be seen in part while it is being made: what is decided by several documents is committed on condition of them.
   */
  getAll<T extends readonly object[]>(
    ...paths: { [K in keyof T]: string }
  ): Promise<{ [K in keyof T]: StoredDocument<T[K]> | undefined }>;
  /** All writes or none; each path at most once. Resolves to the version that every written document now has. */
  commit(writes: readonly Write[]): Promise<{ version: string }>;
  query<T extends object>(query: Query): Promise<StoredDocument<T>[]>;
  /** How many documents there are, without reading them: it takes an index of what is asked for. */
  count(query: CountQuery): Promise<number>;
}

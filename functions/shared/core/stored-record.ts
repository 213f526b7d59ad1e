/** A candidate, vacancy or application as last accepted. */
export interface StoredRecord {
  id: string;
  /** The reference id of the event that wrote it last. */
  version: string;
  updatedAt: number;
  /** When the AI's result for this version was laid over it; absent until then. */
  processedAt?: number;
  /** JSON in UTF-8. */
  payload: Uint8Array;
}

/** What the AI service made of a record; shown over it while both are of the same version. */
export interface StoredOverlay {
  version: string;
  payload: Uint8Array;
}

/** A meeting of which Carv has made something. What it made lies below it, one document each, as each may be large. */
export interface StoredMeeting {
  id: string;
  updatedAt: number;
  /** Of each output that has arrived, by its field: how large it is. */
  bytes: Readonly<Record<string, number>>;
}

/** One output of a meeting as it came last. */
export interface StoredMeetingOutput {
  /** The reference id of the event that brought it. */
  version: string;
  /** Epoch ms. */
  receivedAt: number;
  /** The event's data, JSON in UTF-8. */
  payload: Uint8Array;
}

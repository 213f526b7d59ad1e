/** One client of an ATS. It is there once it has been provisioned. Times are epoch ms. */
export interface Workspace {
  clientId: string;
  /** The reference id of the event whose processing provisioned it. */
  provisionedBy: string;
  createdAt: number;
  /** What the ATS said of it, JSON in UTF-8; absent when only an event of its user came. */
  payload?: Uint8Array;
}

/** One user of a client. */
export interface Member {
  userId: string;
  provisionedBy: string;
  createdAt: number;
  /** What the ATS said of the user, JSON in UTF-8; absent when only an event of that user came. */
  payload?: Uint8Array;
}

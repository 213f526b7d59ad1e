/** One client of an ATS. */
export interface Workspace {
  clientId: string;
  /** The reference id of the event whose processing provisioned it. */
  provisionedBy: string;
  createdAt: number;
}

/** One user of a client. */
export interface Member {
  userId: string;
  provisionedBy: string;
  createdAt: number;
}

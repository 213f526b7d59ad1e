/** One client of an ATS. Names and address are as the ATS gave them; one that was provisioned by its first event has none. */
export interface Workspace {
  clientId: string;
  name?: string;
  adminName?: string;
  adminEmail?: string;
  /** The reference id of the event whose processing provisioned it. */
  provisionedBy: string;
  /** Epoch ms. */
  createdAt: number;
}

/** One user of a client. */
export interface Member {
  userId: string;
  name?: string;
  email?: string;
  provisionedBy: string;
  /** Epoch ms. */
  createdAt: number;
}

/**
 * `auto`: the first event for an unknown client or user provisions it. `strict`: the client must be provisioned first, and an
 * event for one that is not ends in an error.
 */
export type WorkspacePolicy = 'auto' | 'strict';

/** A secret that a newer one has taken the place of, and that counts beside it during an overlap. */
export interface PreviousSecret {
  /** Sealed like the newest: it opens only for the same ATS and purpose. */
  sealed: string;
  /** Epoch ms; from this very ms on it no longer counts, even where it is still stored. */
  until: number;
}

/** One applicant tracking system, as stored under `ats/{atsId}`. Times are epoch ms. */
export interface Ats {
  atsId: string;
  name: string;
  enabled: boolean;
  webhookUrl: string | null;
  policy: WorkspacePolicy;
  /** SHA-256 of the API key, hex. */
  apiKeyHash: string;
  /** Sealed; opens only for this ATS and purpose. */
  incomingSecret: string;
  outgoingSecret: string;
  /** Only where the last rotation of that direction was asked to let the secret before it count for a while. */
  previousIncomingSecret?: PreviousSecret;
  previousOutgoingSecret?: PreviousSecret;
  createdAt: number;
  updatedAt: number;
}

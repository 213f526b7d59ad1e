/**
 * `auto`: the first event for an unknown client or user provisions it. `strict`: the client must be provisioned first, and an
 * event for one that is not ends in an error.
 */
export type WorkspacePolicy = 'auto' | 'strict';

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
  createdAt: number;
  updatedAt: number;
}

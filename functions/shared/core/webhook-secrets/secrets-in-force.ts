import type { Ats } from '../ats.ts';
import type { SecretPurpose } from '../seal-secret.ts';
import { SECRET_FIELDS } from './secret-fields.ts';

export interface SecretsInForce {
  /** As they are stored, the newest first: one, or two during an overlap. */
  sealed: readonly [newest: string] | readonly [newest: string, previous: string];
  /** The epoch ms from which only the newest counts; null where that is so already. */
  overlapUntil: number | null;
}

/**
 * The webhook secrets of an ATS that count at `now` (epoch ms) in one direction. Nothing has to run for an overlap to end: from its
 * last moment on, the previous secret is passed over wherever it may still be stored.
 */
export function secretsInForce(ats: Ats, purpose: SecretPurpose, now: number): SecretsInForce {
  const fields = SECRET_FIELDS[purpose];
  const newest = ats[fields.newest];
  const previous = ats[fields.previous];
  if (previous === undefined || now >= previous.until) return { sealed: [newest], overlapUntil: null };
  return { sealed: [newest, previous.sealed], overlapUntil: previous.until };
}

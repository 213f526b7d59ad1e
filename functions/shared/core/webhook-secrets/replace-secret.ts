import type { Ats } from '../ats.ts';
import type { SecretPurpose } from '../seal-secret.ts';
import { SECRET_FIELDS } from './secret-fields.ts';

export interface NewSecret {
  sealed: string;
  /** The epoch ms until which the secret that it takes the place of counts beside it; null: that one stops counting at once. */
  overlapUntil: number | null;
  now: number;
}

export interface SecretChange {
  set: Partial<Ats>;
  remove: ('previousIncomingSecret' | 'previousOutgoingSecret')[];
}

/**
 * What a rotation changes of an ATS. At most two secrets are ever kept: the new one and, for an overlap, the one that was the newest
 * until now. What was previous to that is dropped, whether its own overlap has ended or not.
 */
export function replaceSecret(
  ats: Ats,
  purpose: SecretPurpose,
  { sealed, overlapUntil, now }: NewSecret,
): SecretChange {
  const { newest, previous } = SECRET_FIELDS[purpose];
  const set: Partial<Ats> = { updatedAt: now };
  set[newest] = sealed;
  if (overlapUntil === null) return { set, remove: [previous] };
  // It is sealed for this ATS and purpose already.
  set[previous] = { sealed: ats[newest], until: overlapUntil };
  return { set, remove: [] };
}

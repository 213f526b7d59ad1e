import type { Ats } from '../ats.ts';
import type { SecretPurpose } from '../seal-secret.ts';
import { SECRET_FIELDS } from './secret-fields.ts';

export interface StoredSecret {
  purpose: SecretPurpose;
  /** Which of a direction's secrets it is. */
  age: 'newest' | 'previous';
  sealed: string;
}

/** Every secret that is stored of an ATS: also a previous one that no longer counts, as long as it is there. */
export function storedSecrets(ats: Ats): StoredSecret[] {
  return (Object.keys(SECRET_FIELDS) as SecretPurpose[]).flatMap((purpose) => {
    const { newest, previous } = SECRET_FIELDS[purpose];
    const before = ats[previous];
    return [
      { purpose, age: 'newest' as const, sealed: ats[newest] },
      ...(before ? [{ purpose, age: 'previous' as const, sealed: before.sealed }] : []),
    ];
  });
}

/** What changes of an ATS where secrets are stored sealed otherwise; an overlap keeps its end. */
export function resealedFields(ats: Ats, resealed: readonly StoredSecret[]): Partial<Ats> {
  const set: Partial<Ats> = {};
  for (const { purpose, age, sealed } of resealed) {
    const { newest, previous } = SECRET_FIELDS[purpose];
    const before = ats[previous];
    if (age === 'newest') set[newest] = sealed;
    else if (before) set[previous] = { ...before, sealed };
  }
  return set;
}

import type { Ats } from '../ats.ts';
import type { SecretPurpose } from '../seal-secret.ts';

/** Where an ATS keeps the secrets of each direction. */
export const SECRET_FIELDS = {
  incoming: { newest: 'incomingSecret', previous: 'previousIncomingSecret' },
  outgoing: { newest: 'outgoingSecret', previous: 'previousOutgoingSecret' },
} as const satisfies Record<SecretPurpose, Record<'newest' | 'previous', keyof Ats>>;

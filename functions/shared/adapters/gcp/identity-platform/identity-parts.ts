import type { Clock } from '../../../ports/clock.ts';
import type { IdentityToolkit } from './identity-toolkit.ts';
import type { ReadSessionCookie } from './session-cookie.ts';

/** What the parts of the adapter share. */
export interface IdentityParts {
  clock: Clock;
  toolkit: IdentityToolkit;
  readCookie: ReadSessionCookie;
}

/**
 * The `validSince` that ends every session begun until now. Sessions know their second only, and one of this very second ends too:
 * hence the next one.
 */
export function endOfSessions({ clock }: Pick<IdentityParts, 'clock'>): string {
  return String(Math.floor(clock.now() / 1000) + 1);
}

/** What somebody may do in the portal: run one ATS, or support all of them. */
export type PortalRole = { role: 'administrator'; atsId: string } | { role: 'staff' };

/** Somebody who may sign in to the portal. */
export interface Person {
  /** The identity provider's own id of the account. */
  userId: string;
  /** In lower case. */
  email: string;
  role: PortalRole;
  /** Epoch ms; null until the first time. */
  lastSignInAt: number | null;
}

/** Somebody who has signed in, as their cookie proves. */
export interface PortalSession {
  person: Person;
  /** Names this sign-in; no alteration of the cookie gives it another name. */
  sessionId: string;
  /** Epoch ms at which they signed in. */
  signedInAt: number;
  /** Epoch ms from which on the cookie is worth nothing. */
  expiresAt: number;
}

/** The longest value that a session's cookie has: browsers keep no longer ones (RFC 6265, section 6.1). */
export const MAX_SESSION_COOKIE_LENGTH = 4096;

/** How long a session lasts: a working day. */
export const PORTAL_SESSION_MS = 12 * 60 * 60 * 1000;

/** Of a password, in characters (NIST SP 800-63B asks for 8 at least, and for 64 to be taken). */
export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 256;

/** A password as it is checked and set: the same characters may come in more than one form, by keyboard (NIST SP 800-63B, section 5.1.1.2). */
export function preparePassword(password: string): string {
  return password.normalize('NFKC');
}

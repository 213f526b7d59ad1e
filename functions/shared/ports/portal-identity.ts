import type { Person, PortalRole, PortalSession } from '../core/portal/person.ts';

/** A link's code by which a password can be set, once. */
export interface PasswordCode {
  code: string;
  /** Epoch ms. */
  expiresAt: number;
}

/** An account that is for something in the portal. */
export interface PortalAccount extends Person {
  disabled: boolean;
  /** Whether somebody has set its password: until then whoever has a link of it may be anybody. */
  hasPassword: boolean;
}

export interface SignedIn {
  /** The value of the cookie `__session`: letters, digits, `.`, `_` and `-`. */
  cookie: string;
  session: PortalSession;
}

/** An account with that e-mail address exists already. */
export class PersonExistsError extends Error {
  constructor(options?: ErrorOptions) {
    super('[portal identity] an account with this e-mail address exists already', options);
    this.name = 'PersonExistsError';
  }
}

/**
 * The people who may use the portal: their accounts, passwords and sessions. E-mail addresses are compared without regard to case. Any
 * call may also fail with an error of the adapter's own, and what it was to change may have been changed all the same.
 */
export interface PortalIdentity {
  /**
   * Begins a session. Undefined for a wrong password, an unknown address, an account without a password, a role, or that is disabled: all
   * alike, and after the same work.
   */
  signIn(email: string, password: string): Promise<SignedIn | undefined>;
  /**
   * Who has signed in, if this cookie is one that `signIn` gave out, whole, not past its end, and the account is still enabled, has a
   * role, and has neither been revoked nor been given another password since. Whatever else it is, undefined.
   */
  verify(cookie: string): Promise<PortalSession | undefined>;
  /** Ends every session of somebody. */
  revoke(userId: string): Promise<void>;
  /**
   * Makes an account without a password. Throws a {@link PersonExistsError}, `validation_failed` for an address that the adapter takes for
   * none, and `unavailable` with `Retry-After` while an account of that address is just being made.
   */
  create(email: string, role: PortalRole): Promise<Person>;
  /** The account with that address: undefined where `create` would make one, `not-ours` where it would not, and it is none of the portal's. */
  find(email: string): Promise<PortalAccount | 'not-ours' | undefined>;
  /** Lets somebody in or keeps them out; keeping them out ends their sessions. */
  setDisabled(userId: string, disabled: boolean): Promise<void>;
  /** A code for setting the account's password: what an invitation's link carries. */
  passwordCode(email: string): Promise<PasswordCode>;
  /** Sends such a code by mail. For an address without an account nothing is sent, and nothing tells so. */
  sendPasswordMail(email: string): Promise<void>;
  /**
   * Sets the password of the account that a code was made for, uses the code up, and ends the account's sessions. Undefined for a code that
   * is none, was used, is past its end, or belongs to an account that is disabled.
   */
  setPassword(code: string, password: string): Promise<{ email: string } | undefined>;
}

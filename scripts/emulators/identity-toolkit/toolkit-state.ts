import type { Clock } from '../../../functions/shared/ports/clock.ts';
import type { SessionSigner } from './create-session-signer.ts';

/** An account as the emulator keeps it: times in epoch milliseconds, and `validSince` in seconds. */
export interface ToolkitAccount {
  localId: string;
  email: string;
  disabled: boolean;
  customAttributes?: string;
  validSince?: number;
  passwordUpdatedAt?: number;
  passwordHash?: string;
  lastLoginAt?: number;
  createdAt: number;
}

/** A code for setting a password, as it is sent or handed out. */
export interface OobCode {
  requestType: 'PASSWORD_RESET';
  email: string;
  oobCode: string;
  expiresAt: number;
  /** By mail, and not to whoever asked for it. */
  isMailed: boolean;
}

/** All that the emulator knows. It ends with the process. */
export interface ToolkitState {
  clock: Clock;
  projectId: string;
  signer: SessionSigner;
  /** What is kept of a password: nothing that it could be read from. */
  hashPassword(account: ToolkitAccount, password: string): string;
  /** By `localId`. */
  accounts: Map<string, ToolkitAccount>;
  /** Oldest first; those that were used are taken off. */
  oobCodes: OobCode[];
  /** Addresses that are locked for having been tried too often. */
  lockedOut: Set<string>;
}

export function findByEmail({ accounts }: ToolkitState, email: unknown): ToolkitAccount | undefined {
  const address = String(email).toLowerCase();
  return [...accounts.values()].find((account) => account.email === address);
}

export function inSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

export function isEmailAddress(text: unknown): text is string {
  return typeof text === 'string' && /^[!-~]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/.test(text);
}

import { createHmac } from 'node:crypto';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../duration.ts';

/** Attempts to sign in that are left in one respect, as they were at a moment. */
export interface AttemptsLeft {
  left: number;
  /** Epoch ms. */
  at: number;
  /** Of an account: the networks that it was signed in to from, as hashes; the newest last. */
  known?: readonly string[];
  expireAt: number;
}

interface Rate {
  /** How many at once. */
  burst: number;
  /** How long until there is one more. */
  everyMs: number;
}

/**
 * How often somebody may try. Guesses at one account from one network are few, and so are those at any accounts from one. From all networks
 * together an account is guessed at 20 times an hour, but a network that it was signed in to from before is not held to that: whoever guesses
 * from elsewhere cannot lock out those to whom the account belongs.
 */
export const SIGN_IN_RATES = {
  place: { burst: 5, everyMs: MINUTE_MS },
  network: { burst: 50, everyMs: 6 * SECOND_MS },
  account: { burst: 20, everyMs: 3 * MINUTE_MS },
} as const satisfies Record<string, Rate>;

export type AttemptKind = keyof typeof SIGN_IN_RATES;
export type AttemptKeys = Readonly<Record<AttemptKind, string>>;

/** Longer than it takes for any of them to be full again. */
export const ATTEMPTS_KEPT_MS = DAY_MS;

/** A known network is remembered for as long as people go on holiday. */
export const KNOWN_NETWORKS_KEPT_MS = 60 * DAY_MS;
const MAX_KNOWN = 10;

/** What attempts are counted by. Keyed, so that nobody who reads them can tell which people and networks they are of. */
export function attemptKeys(email: string, network: string, secret: Uint8Array): AttemptKeys {
  const key = (...parts: string[]) =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex');
  return {
    place: key('place', email, network),
    network: key('network', network),
    account: key('account', email),
  };
}

export type Attempts = Readonly<Record<AttemptKind, AttemptsLeft | undefined>>;

export type AttemptJudgement =
  | { ok: true; taken: Partial<Record<AttemptKind, AttemptsLeft>> }
  | { ok: false; waitMs: number };

/** Takes an attempt in every respect that counts, or tells how long to wait for one. */
export function takeAttempt(attempts: Attempts, keys: AttemptKeys, now: number): AttemptJudgement {
  const isKnown = attempts.account?.known?.includes(keys.network) ?? false;
  const counted: AttemptKind[] = isKnown ? ['place', 'network'] : ['place', 'network', 'account'];
  const waits = counted.map((kind) => waitFor(kind, attempts[kind], now));
  const waitMs = Math.max(...waits);
  if (waitMs > 0) return { ok: false, waitMs };
  const taken = counted.map((kind) => {
    const known = attempts[kind]?.known;
    const left = leftOf(kind, attempts[kind], now) - 1;
    const expireAt = Math.max(now + ATTEMPTS_KEPT_MS, attempts[kind]?.expireAt ?? 0);
    return [kind, { left, at: now, ...(known ? { known } : {}), expireAt } satisfies AttemptsLeft] as const;
  });
  return { ok: true, taken: Object.fromEntries(taken) };
}

/** What is known of an account once it was signed in to from a network: nothing more is held against it. */
export function afterSignIn(account: AttemptsLeft | undefined, network: string, now: number): AttemptsLeft {
  const others = (account?.known ?? []).filter((known) => known !== network);
  return {
    left: Math.min(SIGN_IN_RATES.account.burst, leftOf('account', account, now) + 1),
    at: now,
    known: [...others, network].slice(-MAX_KNOWN),
    expireAt: now + KNOWN_NETWORKS_KEPT_MS,
  };
}

function leftOf(kind: AttemptKind, attempts: AttemptsLeft | undefined, now: number): number {
  const { burst, everyMs } = SIGN_IN_RATES[kind];
  if (attempts === undefined) return burst;
  // Time that runs backwards, as when a clock is set, neither adds nor takes.
  return Math.min(burst, attempts.left + Math.max(now - attempts.at, 0) / everyMs);
}

function waitFor(kind: AttemptKind, attempts: AttemptsLeft | undefined, now: number): number {
  const left = leftOf(kind, attempts, now);
  return left >= 1 ? 0 : Math.ceil((1 - left) * SIGN_IN_RATES[kind].everyMs);
}

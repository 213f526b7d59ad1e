import { createHmac } from 'node:crypto';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../duration.ts';

/** Attempts that are left in one respect, as they were at a moment. */
export interface AttemptsLeft {
  left: number;
  /** Epoch ms. */
  at: number;
  /** Of an account: the networks that it was signed in to from, as keyed hashes; the newest last. */
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
 * How often somebody may try. Guesses at one account from one network are few, and so are those at any accounts, or at the codes of links,
 * from one. From all networks together an account is guessed at 20 times an hour, but a network that it was signed in to from before is not
 * held to that: whoever guesses from elsewhere cannot lock out those to whom the account belongs. Mails are those that somebody has sent to
 * themselves.
 */
export const ATTEMPT_RATES = {
  place: { burst: 5, everyMs: MINUTE_MS },
  network: { burst: 50, everyMs: 6 * SECOND_MS },
  account: { burst: 20, everyMs: 3 * MINUTE_MS },
  mail: { burst: 3, everyMs: 10 * MINUTE_MS },
} as const satisfies Record<string, Rate>;

export type AttemptKind = keyof typeof ATTEMPT_RATES;

/** What is counted of an attempt, and under which key. */
export type AttemptKeys = Readonly<Partial<Record<AttemptKind, string>>>;
export type SignInKeys = Readonly<Record<'place' | 'network' | 'account', string>>;
export type Attempts = Readonly<Partial<Record<AttemptKind, AttemptsLeft | undefined>>>;

/** Longer than it takes for any of them to be full again. */
export const ATTEMPTS_KEPT_MS = DAY_MS;

/** A known network is remembered for as long as people go on holiday. */
export const KNOWN_NETWORKS_KEPT_MS = 60 * DAY_MS;
const MAX_KNOWN = 10;

/** What attempts are counted by. Keyed, so that nobody who reads them can tell which people and networks they are of. */
export function attemptKey(secret: Uint8Array, kind: AttemptKind, ...parts: readonly string[]): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([kind, ...parts]))
    .digest('hex');
}

/** What an attempt to sign in is counted by. */
export function signInKeys(secret: Uint8Array, email: string, network: string): SignInKeys {
  return {
    place: attemptKey(secret, 'place', email, network),
    network: attemptKey(secret, 'network', network),
    account: attemptKey(secret, 'account', email),
  };
}

export type AttemptJudgement =
  | { ok: true; taken: Partial<Record<AttemptKind, AttemptsLeft>> }
  | { ok: false; waitMs: number };

/** Takes an attempt in every respect that counts, or tells how long to wait for one. */
export function takeAttempt(attempts: Attempts, keys: AttemptKeys, now: number): AttemptJudgement {
  const isKnown = keys.network !== undefined && attempts.account?.known?.includes(keys.network);
  const counted = (Object.keys(keys) as AttemptKind[]).filter((kind) => kind !== 'account' || !isKnown);
  const waitMs = Math.max(...counted.map((kind) => waitFor(kind, attempts[kind], now)));
  if (waitMs > 0) return { ok: false, waitMs };
  const taken = counted.map((kind) => {
    const { known, expireAt = 0 } = attempts[kind] ?? {};
    const left: AttemptsLeft = {
      left: leftOf(kind, attempts[kind], now) - 1,
      at: now,
      ...(known ? { known } : {}),
      expireAt: Math.max(now + ATTEMPTS_KEPT_MS, expireAt),
    };
    return [kind, left] as const;
  });
  return { ok: true, taken: Object.fromEntries(taken) };
}

/** What is known of an account once it was signed in to from a network: the attempt is not held against it. */
export function afterSignIn(account: AttemptsLeft | undefined, network: string, now: number): AttemptsLeft {
  const known = account?.known ?? [];
  const left = leftOf('account', account, now);
  return {
    left: known.includes(network) ? left : Math.min(ATTEMPT_RATES.account.burst, left + 1),
    at: now,
    known: [...known.filter((one) => one !== network), network].slice(-MAX_KNOWN),
    expireAt: now + KNOWN_NETWORKS_KEPT_MS,
  };
}

function leftOf(kind: AttemptKind, attempts: AttemptsLeft | undefined, now: number): number {
  const { burst, everyMs } = ATTEMPT_RATES[kind];
  if (attempts === undefined) return burst;
  // Time that runs backwards, as when a clock is set, neither adds nor takes.
  return Math.min(burst, attempts.left + Math.max(now - attempts.at, 0) / everyMs);
}

function waitFor(kind: AttemptKind, attempts: AttemptsLeft | undefined, now: number): number {
  const left = leftOf(kind, attempts, now);
  return left >= 1 ? 0 : Math.ceil((1 - left) * ATTEMPT_RATES[kind].everyMs);
}

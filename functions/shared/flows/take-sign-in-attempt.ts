import { GatewayError } from '../core/errors.ts';
import { paths } from '../core/paths.ts';
import {
  type AttemptKeys,
  type AttemptKind,
  type Attempts,
  type AttemptsLeft,
  afterSignIn,
  takeAttempt,
} from '../core/portal/sign-in-attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { ConflictError, type Store, type StoredDocument, type Write } from '../ports/store.ts';

export interface SignInAttemptDeps {
  store: Store;
  clock: Clock;
  log: Logger;
}

type Found = Readonly<Record<AttemptKind, StoredDocument<AttemptsLeft> | undefined>>;

/** Attempts that come at once are let through one after the other; so many of them are a flood. */
const MAX_TRIES = 5;

/**
 * Takes an attempt to sign in before it is made, so that many at once cannot all be made on the strength of the same count. Throws
 * `sign_in_throttled`.
 */
export async function takeSignInAttempt(
  { store, clock }: SignInAttemptDeps,
  keys: AttemptKeys,
): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const found = await readAttempts(store, keys);
    const judged = takeAttempt(attemptsOf(found), keys, clock.now());
    if (!judged.ok) throw throttled(judged.waitMs);
    const taken = Object.entries(judged.taken) as [AttemptKind, AttemptsLeft][];
    try {
      await store.commit(taken.map(([kind, data]) => writeOf(found[kind], keys[kind], data)));
      return;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
  throw throttled(1000);
}

/** Somebody has signed in: nothing is held against them, here or elsewhere. Never rejects, as they have signed in all the same. */
export async function noteSignIn({ store, clock, log }: SignInAttemptDeps, keys: AttemptKeys): Promise<void> {
  try {
    const { account } = await readAttempts(store, keys);
    const data = afterSignIn(account?.data, keys.network, clock.now());
    await store.commit([
      writeOf(account, keys.account, data),
      { type: 'delete', path: paths.signInAttempts(keys.place) },
    ]);
  } catch (error) {
    log.warn('sign_in.not_noted', { error: error as Error });
  }
}

async function readAttempts(store: Store, keys: AttemptKeys): Promise<Found> {
  const { place, network, account } = keys;
  const at = [place, network, account].map(paths.signInAttempts);
  const [first, second, third] = await store.getAll<AttemptsLeft[]>(...at);
  return { place: first, network: second, account: third };
}

function attemptsOf({ place, network, account }: Found): Attempts {
  return { place: place?.data, network: network?.data, account: account?.data };
}

function writeOf(found: StoredDocument<AttemptsLeft> | undefined, key: string, data: AttemptsLeft): Write {
  const path = paths.signInAttempts(key);
  return found ? { type: 'set', path, data, ifVersion: found.version } : { type: 'create', path, data };
}

function throttled(waitMs: number): GatewayError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new GatewayError('sign_in_throttled', { headers: { 'retry-after': String(seconds) } });
}

import { GatewayError } from '../core/errors.ts';
import { paths } from '../core/paths.ts';
import {
  type AttemptKeys,
  type AttemptKind,
  type Attempts,
  type AttemptsLeft,
  afterSignIn,
  takeAttempt as judgeAttempt,
  type SignInKeys,
} from '../core/portal/sign-in-attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { ConflictError, type Store, type StoredDocument, type Write } from '../ports/store.ts';

export interface AttemptDeps {
  store: Store;
  clock: Clock;
  log: Logger;
}

type Found = Partial<Record<AttemptKind, StoredDocument<AttemptsLeft>>>;

/** Attempts that come at once are let through one after the other; so many of them are a flood. */
const MAX_TRIES = 5;

/**
 * Takes an attempt before it is made, so that many at once cannot all be made on the strength of the same count. Throws
 * `sign_in_throttled`.
 */
export async function takeAttempt({ store, clock }: AttemptDeps, keys: AttemptKeys): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const found = await readAttempts(store, keys);
    const judged = judgeAttempt(attemptsOf(found), keys, clock.now());
    if (!judged.ok) throw throttled(judged.waitMs);
    const taken = Object.entries(judged.taken) as [AttemptKind, AttemptsLeft][];
    const writes = taken.map(([kind, data]) => writeOf(found[kind], keys[kind] as string, data));
    if (await isCommitted(store, writes)) return;
  }
  throw throttled(1000);
}

/** Somebody has signed in: nothing is held against them, here or elsewhere. Never rejects, as they have signed in all the same. */
export async function noteSignIn({ store, clock, log }: AttemptDeps, keys: SignInKeys): Promise<void> {
  try {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const { account } = await readAttempts(store, { account: keys.account });
      const data = afterSignIn(account?.data, keys.network, clock.now());
      const place = { type: 'delete', path: paths.signInAttempts(keys.place) } as const;
      if (await isCommitted(store, [writeOf(account, keys.account, data), place])) return;
    }
    log.warn('sign_in.not_noted');
  } catch (error) {
    log.warn('sign_in.not_noted', { error: error as Error });
  }
}

async function isCommitted(store: Store, writes: readonly Write[]): Promise<boolean> {
  try {
    await store.commit(writes);
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}

async function readAttempts(store: Store, keys: AttemptKeys): Promise<Found> {
  const entries = Object.entries(keys) as [AttemptKind, string][];
  const found = await store.getAll<AttemptsLeft[]>(...entries.map(([, key]) => paths.signInAttempts(key)));
  return Object.fromEntries(entries.flatMap(([kind], index) => (found[index] ? [[kind, found[index]]] : [])));
}

function attemptsOf(found: Found): Attempts {
  return Object.fromEntries(Object.entries(found).map(([kind, { data }]) => [kind, data]));
}

function writeOf(found: StoredDocument<AttemptsLeft> | undefined, key: string, data: AttemptsLeft): Write {
  const path = paths.signInAttempts(key);
  return found ? { type: 'set', path, data, ifVersion: found.version } : { type: 'create', path, data };
}

function throttled(waitMs: number): GatewayError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new GatewayError('sign_in_throttled', { headers: { 'retry-after': String(seconds) } });
}

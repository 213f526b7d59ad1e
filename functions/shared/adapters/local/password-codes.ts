import { hash } from 'node:crypto';
import { HOUR_MS } from '../../core/duration.ts';
import { paths } from '../../core/paths.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { PasswordCode } from '../../ports/portal-identity.ts';
import { ConflictError, type Store } from '../../ports/store.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { People, StoredPerson } from './people.ts';

/** Under `passwordCodes/{hash of the code}`. */
interface StoredCode {
  userId: string;
  generation: number;
  expireAt: number;
}

export interface PasswordCodeDeps {
  store: Store;
  clock: Clock;
  ids: Ids;
  people: People;
  passwords: PasswordHasher;
}

/** As long as Identity Platform's. */
export const PASSWORD_CODE_MS = HOUR_MS;

/** Makes a code for setting the account's password. */
export async function makePasswordCode(
  { store, clock, ids }: PasswordCodeDeps,
  { userId, generation }: StoredPerson,
): Promise<PasswordCode> {
  const code = ids.randomBytes(32).toString('base64url');
  const expiresAt = clock.now() + PASSWORD_CODE_MS;
  const data: StoredCode = { userId, generation, expireAt: expiresAt };
  await store.commit([{ type: 'create', path: pathOf(code), data }]);
  return { code, expiresAt };
}

/** Uses a code up: see `PortalIdentity.setPassword`. */
export async function redeemPasswordCode(
  { store, clock, people, passwords }: PasswordCodeDeps,
  code: string,
  password: string,
): Promise<{ email: string } | undefined> {
  const [found] = await store.getAll<[StoredCode]>(pathOf(code));
  const person = found && (await people.byId(found.data.userId));
  if (!person || person.data.disabled || clock.now() >= found.data.expireAt) return undefined;
  const { generation, email } = person.data;
  if (generation !== found.data.generation) return undefined;
  const set = { passwordHash: await passwords.hash(password), generation: generation + 1 };
  try {
    // On condition of both, so that a code is used once however many use it at the same time.
    await store.commit([
      { type: 'update', path: person.path, set, ifVersion: person.version },
      { type: 'delete', path: found.path, ifVersion: found.version },
    ]);
    return { email };
  } catch (error) {
    if (error instanceof ConflictError) return undefined;
    throw error;
  }
}

function pathOf(code: string): string {
  return paths.passwordCode(hash('sha256', code));
}

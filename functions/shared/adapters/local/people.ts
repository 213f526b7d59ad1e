import { hash } from 'node:crypto';
import { paths } from '../../core/paths.ts';
import type { Person } from '../../core/portal/person.ts';
import type { PortalAccount } from '../../ports/portal-identity.ts';
import { ConflictError, type Store, type StoredDocument } from '../../ports/store.ts';

/** An account of this machine, under `people/{userId}`. */
export interface StoredPerson extends Person {
  disabled: boolean;
  passwordHash: string | null;
  /** Cookies and codes are good for the generation that they were made in: whatever ends them begins the next one. */
  generation: number;
}

export type People = ReturnType<typeof createPeople>;

/** The accounts of this machine, in its database. */
export function createPeople(store: Store) {
  async function byId(userId: string): Promise<StoredDocument<StoredPerson> | undefined> {
    const [found] = await store.getAll<[StoredPerson]>(paths.person(userId));
    return found;
  }
  return {
    byId,
    byEmail: (email: string) => byId(userIdOf(email)),
    /** Changes an account by what it is at that moment, and resolves to it as it is then. */
    async change(
      userId: string,
      change: (person: StoredPerson) => Partial<StoredPerson>,
    ): Promise<StoredPerson> {
      for (;;) {
        const found = await byId(userId);
        if (found === undefined) throw new Error('there is no such account');
        const set = change(found.data);
        try {
          await store.commit([{ type: 'update', path: found.path, set, ifVersion: found.version }]);
          return { ...found.data, ...set };
        } catch (error) {
          if (!(error instanceof ConflictError)) throw error;
        }
      }
    },
  };
}

/** An account is found by its address, and by nothing else. */
export function userIdOf(email: string): string {
  return hash('sha256', email.toLowerCase()).slice(0, 32);
}

/** What others may see of an account. */
export function personOf({ userId, email, role, lastSignInAt }: StoredPerson): Person {
  return { userId, email, role, lastSignInAt };
}

export function accountOf(person: StoredPerson): PortalAccount {
  return { ...personOf(person), disabled: person.disabled, hasPassword: person.passwordHash !== null };
}

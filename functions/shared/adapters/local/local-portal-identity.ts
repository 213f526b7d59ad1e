import { paths } from '../../core/paths.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import { PersonExistsError, type PortalIdentity, type SignedIn } from '../../ports/portal-identity.ts';
import { ConflictError, type Store } from '../../ports/store.ts';
import { createSessionTokens } from './create-session-tokens.ts';
import { makePasswordCode, redeemPasswordCode } from './password-codes.ts';
import {
  createPasswordHasher,
  PASSWORD_COST,
  type PasswordCost,
  type PasswordHasher,
} from './password-hasher.ts';
import { accountOf, createPeople, type People, personOf, type StoredPerson, userIdOf } from './people.ts';

export interface LocalPortalIdentityDeps {
  store: Store;
  clock: Clock;
  ids: Ids;
  /** 32 bytes that only this installation knows. */
  key: () => Promise<Uint8Array>;
  /** There is no mail server on a developer's machine: whoever would get a mail is told otherwise. */
  deliverMail: (mail: { email: string; code: string }) => void;
  /** What passwords are hashed with; tests that are about something else take less. */
  passwordCost?: PasswordCost;
}

interface Own extends LocalPortalIdentityDeps {
  people: People;
  tokens: ReturnType<typeof createSessionTokens>;
  passwords: PasswordHasher;
}

/** The people of one machine, in its database. */
export function createLocalPortalIdentity(deps: LocalPortalIdentityDeps): PortalIdentity {
  const people = createPeople(deps.store);
  const tokens = createSessionTokens(deps);
  const passwords = createPasswordHasher(deps.passwordCost ?? PASSWORD_COST);
  const own: Own = { ...deps, people, tokens, passwords };
  return {
    signIn: (email, password) => signIn(own, email, password),
    async verify(cookie) {
      const session = await tokens.read(cookie);
      const person = session && (await people.byId(session.userId))?.data;
      if (!person || person.disabled || person.generation !== session.generation) return undefined;
      return { ...session, person: personOf(person) };
    },
    async revoke(userId) {
      await people.change(userId, ({ generation }) => ({ generation: generation + 1 }));
    },
    async create(email, role) {
      const person = newPerson(email, role);
      try {
        await deps.store.commit([{ type: 'create', path: paths.person(person.userId), data: person }]);
      } catch (error) {
        throw error instanceof ConflictError ? new PersonExistsError({ cause: error }) : error;
      }
      return personOf(person);
    },
    async find(email) {
      const found = (await people.byEmail(email))?.data;
      return found && accountOf(found);
    },
    async setDisabled(userId, disabled) {
      await people.change(userId, ({ generation }) => ({ disabled, generation: generation + 1 }));
    },
    async passwordCode(email) {
      const found = await people.byEmail(email);
      if (found === undefined) throw new Error('there is no account to set a password of');
      return makePasswordCode(own, found.data);
    },
    async sendPasswordMail(email) {
      const found = (await people.byEmail(email))?.data;
      if (!found || found.disabled) return;
      deps.deliverMail({ email: found.email, code: (await makePasswordCode(own, found)).code });
    },
    setPassword: (code, password) => redeemPasswordCode(own, code, password),
  };
}

async function signIn(
  { clock, people, tokens, passwords }: Own,
  email: string,
  password: string,
): Promise<SignedIn | undefined> {
  const found = (await people.byEmail(email))?.data;
  const matches = await passwords.matches(password, found?.passwordHash ?? null);
  if (!matches || found === undefined || found.disabled) return undefined;
  const { generation } = found;
  const lastSignInAt = clock.now();
  const person = await people.change(found.userId, () => ({ lastSignInAt }));
  // Of the generation whose password was checked: had it changed meanwhile, the cookie would be of no use.
  const cookie = await tokens.make(person.userId, generation);
  const session = await tokens.read(cookie);
  return session && { cookie, session: { ...session, person: personOf(person) } };
}

function newPerson(email: string, role: StoredPerson['role']): StoredPerson {
  return {
    userId: userIdOf(email),
    email: email.toLowerCase(),
    role,
    lastSignInAt: null,
    disabled: false,
    passwordHash: null,
    generation: 0,
  };
}

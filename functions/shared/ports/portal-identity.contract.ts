import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PortalRole } from '../core/portal/person.ts';
import type { Clock } from './clock.ts';
import type { PortalIdentity, SignedIn } from './portal-identity.ts';
import { describeAccounts } from './portal-identity-accounts.contract.ts';
import { describeCookies } from './portal-identity-cookies.contract.ts';
import { describePasswords } from './portal-identity-passwords.contract.ts';
import { describeSessions } from './portal-identity-sessions.contract.ts';
import { describeSigningIn } from './portal-identity-signing-in.contract.ts';

export interface PortalIdentityHarness {
  identity: PortalIdentity;
  /** Only the test moves it; undefined where time is the machine's. */
  clock: (Clock & { advance(ms: number): void }) | undefined;
  /** The code in the newest mail to an address; undefined where nothing was sent. */
  readMail(email: string): Promise<string | undefined>;
  /** Makes an account that has a password, and no role. */
  addWithoutRole?(email: string, password: string): Promise<void>;
  close(): Promise<void>;
}

/** What an adapter's surroundings cannot show. */
export interface PortalIdentityTraits {
  /** Only the machine's own time. */
  realTime?: boolean;
  /** Cookies that anybody may write, as an emulator's are. */
  unsignedCookies?: boolean;
  /** Accounts always have a role. */
  rolesAlways?: boolean;
}

export const STAFF: PortalRole = { role: 'staff' };
export const ADMINISTRATOR: PortalRole = { role: 'administrator', atsId: 'großkunde-1' };

export const makePassword = () => `Aa ${randomBytes(9).toString('base64')} é🔑`;
export const makeEmail = () => `ada.${randomUUID()}@example.com`;

interface Credentials {
  email: string;
  password: string;
}

/** What the parts of the contract share. */
export interface PortalIdentityContext {
  readonly harness: PortalIdentityHarness;
  readonly identity: PortalIdentity;
  /** `test`, where what it needs can be shown. */
  inMovedTime: typeof test.skip;
  whereSigned: typeof test.skip;
  withoutRoles: (name: string, run: () => Promise<void>) => void;
  now(): number;
  /** Sessions may know their second only: in a new one, nothing has happened yet. */
  nextSecond(): Promise<void>;
  /** Somebody who may sign in, an administrator if not said. */
  addPerson(role?: PortalRole): Promise<Credentials & { userId: string }>;
  /** Throws where it is refused. */
  signIn(credentials: Credentials): Promise<SignedIn>;
  /** Resolves to the new one. */
  changePassword(email: string): Promise<string>;
}

/** The promises of the port `PortalIdentity`, which every adapter keeps. */
export function describePortalIdentityContract(
  name: string,
  start: () => Promise<PortalIdentityHarness>,
  traits: PortalIdentityTraits = {},
): void {
  describe(`${name} keeps the contract of a portal identity`, () => {
    let harness: PortalIdentityHarness;
    beforeEach(async () => {
      harness = await start();
    });
    afterEach(() => harness.close());
    const context = createContext(() => harness, traits);

    describeSigningIn(context);
    describeSessions(context);
    describeCookies(context);
    describeAccounts(context);
    describePasswords(context);
  });
}

function createContext(
  harness: () => PortalIdentityHarness,
  traits: PortalIdentityTraits,
): PortalIdentityContext {
  const now = () => harness().clock?.now() ?? Date.now();

  async function nextSecond(): Promise<void> {
    const end = Math.floor(now() / 1000) * 1000 + 1000;
    harness().clock?.advance(end - now());
    while (now() < end) await setTimeout(5);
  }

  async function changePassword(email: string): Promise<string> {
    const password = makePassword();
    const { code } = await harness().identity.passwordCode(email);
    expect(await harness().identity.setPassword(code, password)).toEqual({ email });
    return password;
  }

  return {
    get harness() {
      return harness();
    },
    get identity() {
      return harness().identity;
    },
    inMovedTime: traits.realTime ? test.skip : test,
    whereSigned: traits.unsignedCookies ? test.skip : test,
    // Where there is no such account, there is nothing that was left out.
    withoutRoles: traits.rolesAlways ? () => {} : test,
    now,
    nextSecond,
    async addPerson(role = ADMINISTRATOR) {
      const email = makeEmail();
      const { userId } = await harness().identity.create(email, role);
      const password = await changePassword(email);
      await nextSecond();
      return { userId, email, password };
    },
    async signIn({ email, password }) {
      const signedIn = await harness().identity.signIn(email, password);
      if (signedIn === undefined) throw new Error('not signed in');
      return signedIn;
    },
    changePassword,
  };
}

import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { GatewayError } from '../core/errors.ts';
import { PORTAL_SESSION_MS, type PortalRole } from '../core/portal/person.ts';
import type { Clock } from './clock.ts';
import { PersonExistsError, type PortalIdentity, type SignedIn } from './portal-identity.ts';

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

const STAFF: PortalRole = { role: 'staff' };
const ADMINISTRATOR: PortalRole = { role: 'administrator', atsId: 'großkunde-1' };
const HOUR_MS = 3_600_000;

const makePassword = () => `Aa ${randomBytes(9).toString('base64')} é🔑`;
const makeEmail = () => `ada.${randomUUID()}@example.com`;

/** The promises of the port `PortalIdentity`, which every adapter keeps. */
export function describePortalIdentityContract(
  name: string,
  start: () => Promise<PortalIdentityHarness>,
  traits: PortalIdentityTraits = {},
): void {
  const inMovedTime = traits.realTime ? test.skip : test;
  const whereSigned = traits.unsignedCookies ? test.skip : test;
  const withoutRoles = traits.rolesAlways ? test.skip : test;

  describe(`${name} keeps the contract of a portal identity`, () => {
    let harness: PortalIdentityHarness;
    let identity: PortalIdentity;
    beforeEach(async () => {
      harness = await start();
      identity = harness.identity;
    });
    afterEach(() => harness.close());

    const now = () => harness.clock?.now() ?? Date.now();

    /** Sessions may know their second only: in a new one, nothing has happened yet. */
    async function nextSecond(): Promise<void> {
      const end = Math.floor(now() / 1000) * 1000 + 1000;
      if (harness.clock) harness.clock.advance(end - now());
      while (now() < end) await setTimeout(5);
    }

    async function addPerson(role: PortalRole = ADMINISTRATOR) {
      const [email, password] = [makeEmail(), makePassword()];
      const { userId } = await identity.create(email, role);
      const { code } = await identity.passwordCode(email);
      expect(await identity.setPassword(code, password)).toEqual({ email });
      await nextSecond();
      return { userId, email, password };
    }

    async function signIn({ email, password }: { email: string; password: string }): Promise<SignedIn> {
      const signedIn = await identity.signIn(email, password);
      if (signedIn === undefined) throw new Error('not signed in');
      return signedIn;
    }

    async function changePassword(email: string): Promise<string> {
      const password = makePassword();
      const { code } = await identity.passwordCode(email);
      expect(await identity.setPassword(code, password)).toEqual({ email });
      return password;
    }

    describe('signing in', () => {
      test.each([STAFF, ADMINISTRATOR])('the right password begins a session of %j', async (role) => {
        const person = await addPerson(role);
        const before = now();
        const { cookie, session } = await signIn(person);

        expect(cookie).toMatch(/^[\w.-]+$/);
        expect(cookie.length).toBeLessThan(4000);
        const { userId, email } = person;
        expect(session.person).toEqual({ userId, email, role, lastSignInAt: expect.any(Number) });
        expect(session.sessionId).not.toBe('');
        expect(session.signedInAt).toBeGreaterThan(before - 1000);
        expect(session.signedInAt).toBeLessThanOrEqual(now());
        expect(session.expiresAt - session.signedInAt).toBeGreaterThanOrEqual(PORTAL_SESSION_MS);
        // Signing in takes its time where time is the machine's.
        expect(session.expiresAt).toBeLessThanOrEqual(now() + PORTAL_SESSION_MS);
      });

      test('an address is the same in upper and lower case, and is known in lower case', async () => {
        const { email, password } = await addPerson();

        const { session } = await signIn({ email: email.toUpperCase(), password });
        expect(session.person.email).toBe(email);
        expect((await identity.find(email.toUpperCase()))?.email).toBe(email);
      });

      test('a password that differs in anything begins none', async () => {
        const { email, password } = await addPerson();

        for (const wrong of [
          ...[password.slice(1), password.slice(0, -1), `${password} `, ` ${password}`, `${password}\0`],
          ...[password.toLowerCase(), '', 'x', 'x'.repeat(256)],
        ]) {
          expect([wrong, await identity.signIn(email, wrong)]).toEqual([wrong, undefined]);
        }
      });

      test.each(['', ' ', '@', 'nobody', `nobody@example.com`, 'a b@example.com', '__proto__', `é@\0.com`])(
        'the address %j, which nobody has, begins none',
        async (email) => {
          expect(await identity.signIn(email, makePassword())).toBeUndefined();
        },
      );

      test('an account without a password begins none', async () => {
        const email = makeEmail();
        await identity.create(email, STAFF);

        for (const password of ['', 'undefined', 'null', makePassword()]) {
          expect(await identity.signIn(email, password)).toBeUndefined();
        }
      });

      test('a disabled account begins none', async () => {
        const person = await addPerson();
        await identity.setDisabled(person.userId, true);
        await nextSecond();

        expect(await identity.signIn(person.email, person.password)).toBeUndefined();
        expect(await identity.signIn(person.email, 'wrong')).toBeUndefined();
      });

      withoutRoles('an account without a role begins none, and is not found', async () => {
        const [email, password] = [makeEmail(), makePassword()];
        await harness.addWithoutRole?.(email, password);
        await nextSecond();

        expect(await identity.signIn(email, password)).toBeUndefined();
        expect(await identity.find(email)).toBeUndefined();
      });

      test('two sessions of one person are told apart, and ending neither ends the other', async () => {
        const person = await addPerson();
        const first = await signIn(person);
        await nextSecond();
        const second = await signIn(person);

        expect(first.session.sessionId).not.toBe(second.session.sessionId);
        expect((await identity.verify(first.cookie))?.sessionId).toBe(first.session.sessionId);
        expect((await identity.verify(second.cookie))?.sessionId).toBe(second.session.sessionId);
      });
    });

    describe('a session', () => {
      test('is what its cookie proves, as often as it is shown', async () => {
        const { cookie, session } = await signIn(await addPerson());

        expect(await identity.verify(cookie)).toEqual(session);
        expect(await identity.verify(cookie)).toEqual(session);
      });

      inMovedTime('ends when it says so, to the millisecond', async () => {
        const { cookie, session } = await signIn(await addPerson());

        harness.clock?.advance(session.expiresAt - now() - 1);
        expect(await identity.verify(cookie)).toEqual(session);
        harness.clock?.advance(1);
        expect(await identity.verify(cookie)).toBeUndefined();
        harness.clock?.advance(365 * 24 * HOUR_MS);
        expect(await identity.verify(cookie)).toBeUndefined();
      });

      test('ends when it is revoked, at once, and those of others do not', async () => {
        const [one, other] = [await addPerson(), await addPerson()];
        const sessions = [await signIn(one), await signIn(one)];
        const { cookie, session } = await signIn(other);

        await identity.revoke(one.userId);

        for (const { cookie } of sessions) expect(await identity.verify(cookie)).toBeUndefined();
        expect(await identity.verify(cookie)).toEqual(session);
        await nextSecond();
        expect(await identity.verify((await signIn(one)).cookie)).toBeDefined();
        for (const { cookie } of sessions) expect(await identity.verify(cookie)).toBeUndefined();
      });

      test('that begins as soon as all were revoked holds, or is refused for a second and not longer', async () => {
        const person = await addPerson();
        await identity.revoke(person.userId);

        const first = await signIn(person).catch((error: unknown) => error);
        if (first instanceof Error) {
          expect(first).toBeInstanceOf(GatewayError);
          expect(first).toMatchObject({ code: 'unavailable', headers: { 'retry-after': '1' } });
          await nextSecond();
        }
        const { cookie, session } = first instanceof Error ? await signIn(person) : (first as SignedIn);
        expect(await identity.verify(cookie)).toEqual(session);
      });

      test('ends when its person is disabled, and is not there again when that is taken back', async () => {
        const person = await addPerson();
        const { cookie } = await signIn(person);

        await identity.setDisabled(person.userId, true);
        expect(await identity.verify(cookie)).toBeUndefined();
        await identity.setDisabled(person.userId, false);
        expect(await identity.verify(cookie)).toBeUndefined();

        await nextSecond();
        const again = await signIn(person);
        expect(await identity.verify(again.cookie)).toEqual(again.session);
        expect(await identity.verify(cookie)).toBeUndefined();
      });

      test('ends when its person is given another password, at once', async () => {
        const person = await addPerson();
        const { cookie } = await signIn(person);

        const password = await changePassword(person.email);

        expect(await identity.verify(cookie)).toBeUndefined();
        await nextSecond();
        expect(await identity.signIn(person.email, person.password)).toBeUndefined();
        expect(await identity.verify((await signIn({ ...person, password })).cookie)).toBeDefined();
        expect(await identity.verify(cookie)).toBeUndefined();
      });

      test('is begun by nothing but a whole cookie', async () => {
        const { cookie } = await signIn(await addPerson());

        const [header = '', payload = '', signature = ''] = cookie.split('.');
        for (const text of [
          ...['', ' ', '.', '..', '...', 'undefined', 'null', '{}', 'e30.e30.e30', 'e30.e30.'],
          ...['\0', '🎉', '\ud800', randomBytes(500).toString('latin1'), 'A'.repeat(1_000_000)],
          ...[` ${cookie}`, `${cookie} `, `${cookie}\n`, `${cookie}.`, `.${cookie}`, `${cookie}=`],
          ...[cookie + cookie, `${cookie}; ${cookie}`, cookie.slice(1), cookie.toLowerCase()],
          ...[`${header}.${payload}`, `${payload}.${header}.${signature}`, `.${payload}.${signature}`],
          ...[`${header}..${signature}`, `__proto__`, `${'.'.repeat(100_000)}`, `%2e${cookie}`],
        ]) {
          expect([text.slice(0, 80), await identity.verify(text)]).toEqual([text.slice(0, 80), undefined]);
        }
      });

      whereSigned('is begun by no part of a cookie, however much of it', async () => {
        const { cookie } = await signIn(await addPerson());
        // The last few characters hold less than a byte; the steps before are coarse, as each may ask for something.
        for (let length = 0; length < cookie.length; length += length < cookie.length - 8 ? 7 : 1) {
          expect([length, await identity.verify(cookie.slice(0, length))]).toEqual([length, undefined]);
        }
      });

      whereSigned('has one name, whatever is altered of its cookie', async () => {
        const { cookie, session } = await signIn(await addPerson());
        const expected = [undefined, session.sessionId];

        const at = (position: number, text: string) =>
          `${cookie.slice(0, position)}${text}${cookie.slice(position + 1)}`;
        for (let position = 0; position < cookie.length; position += 1) {
          for (const text of ['A', 'Q', '_', '.', '']) {
            const verified = await identity.verify(at(position, text));
            expect(expected).toContain(verified?.sessionId);
          }
        }
        // Of the last character some bits say nothing.
        for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/') {
          const verified = await identity.verify(cookie.slice(0, -1) + last);
          expect(expected).toContain(verified?.sessionId);
        }
      });

      whereSigned('cannot be put together of two', async () => {
        const one = (await signIn(await addPerson(STAFF))).cookie.split('.');
        const other = (await signIn(await addPerson())).cookie.split('.');

        for (let mask = 1; mask < 2 ** one.length - 1; mask += 1) {
          const mixed = one.map((part, index) => (mask & (2 ** index) ? part : other[index])).join('.');
          // What is no secret and the same in both may be exchanged.
          if (mixed === one.join('.') || mixed === other.join('.')) continue;
          expect(await identity.verify(mixed)).toBeUndefined();
        }
      });
    });

    describe('an account', () => {
      test.each([STAFF, ADMINISTRATOR])('is found as it was made: %j', async (role) => {
        const email = makeEmail();
        const made = await identity.create(email.toUpperCase(), role);

        expect(made).toEqual({ userId: expect.stringMatching(/./), email, role, lastSignInAt: null });
        expect(await identity.find(email)).toEqual({ ...made, disabled: false });
      });

      test('is made once for an address, also in other letters and by many at once', async () => {
        const email = makeEmail();
        const attempts = [email, email.toUpperCase(), email].map((address) =>
          identity.create(address, STAFF).catch((error: unknown) => error),
        );
        const refused = (await Promise.all(attempts)).filter((made) => made instanceof Error);

        expect(refused).toHaveLength(2);
        for (const error of refused) expect(error).toBeInstanceOf(PersonExistsError);
        await expect(identity.create(email, ADMINISTRATOR)).rejects.toThrow(PersonExistsError);
        expect((await identity.find(email))?.role).toEqual(STAFF);
      });

      test('is not found by an address that nobody has', async () => {
        for (const email of ['', 'nobody', makeEmail(), '__proto__', '%', '*']) {
          expect(await identity.find(email)).toBeUndefined();
        }
      });

      test('says when its person last signed in, and whether it is disabled', async () => {
        const person = await addPerson();
        expect((await identity.find(person.email))?.lastSignInAt).toBeNull();
        const before = now();
        await signIn(person);

        const { lastSignInAt = 0, disabled } = (await identity.find(person.email)) ?? {};
        expect(lastSignInAt).toBeGreaterThan(before - 1000);
        expect(lastSignInAt).toBeLessThanOrEqual(now());
        expect(disabled).toBe(false);
        await identity.setDisabled(person.userId, true);
        expect((await identity.find(person.email))?.disabled).toBe(true);
        await identity.setDisabled(person.userId, false);
        expect((await identity.find(person.email))?.disabled).toBe(false);
      });
    });

    describe('a code', () => {
      test('sets the password once', async () => {
        const email = makeEmail();
        await identity.create(email, STAFF);
        const { code, expiresAt } = await identity.passwordCode(email.toUpperCase());
        const password = makePassword();

        expect(expiresAt).toBeGreaterThan(now());
        expect(code).toMatch(/^[\w-]{16,}$/);
        expect(await identity.setPassword(code, password)).toEqual({ email });
        expect(await identity.setPassword(code, makePassword())).toBeUndefined();
        await nextSecond();
        expect((await signIn({ email, password })).session.person.email).toBe(email);
      });

      test('is a code only as it was made', async () => {
        const email = makeEmail();
        await identity.create(email, STAFF);
        const { code } = await identity.passwordCode(email);

        for (const wrong of [
          ...['', ' ', 'x', '__proto__', 'é', '\0', code.slice(1), code.slice(0, -1), `${code}A`, ` ${code}`],
          ...[code.toUpperCase(), 'A'.repeat(code.length), 'A'.repeat(100_000)].filter(
            (text) => text !== code,
          ),
        ]) {
          expect([wrong, await identity.setPassword(wrong, makePassword())]).toEqual([wrong, undefined]);
        }
        expect(await identity.setPassword(code, makePassword())).toEqual({ email });
      });

      inMovedTime('is worth nothing from its end on', async () => {
        const email = makeEmail();
        await identity.create(email, STAFF);
        const late = await identity.passwordCode(email);
        harness.clock?.advance(late.expiresAt - now());
        const soon = await identity.passwordCode(email);
        expect(await identity.setPassword(late.code, makePassword())).toBeUndefined();
        harness.clock?.advance(soon.expiresAt - now() - 1);

        expect(await identity.setPassword(soon.code, makePassword())).toEqual({ email });
      });

      test('sets no password of an account that is disabled', async () => {
        const person = await addPerson();
        const { code } = await identity.passwordCode(person.email);
        await identity.setDisabled(person.userId, true);

        expect(await identity.setPassword(code, makePassword())).toBeUndefined();
        await identity.setDisabled(person.userId, false);
        await nextSecond();
        await signIn(person);
      });

      test('is made for an account only', async () => {
        await expect(identity.passwordCode(makeEmail())).rejects.toThrow(Error);
      });
    });

    describe('a mail', () => {
      test('brings a code that sets the password', async () => {
        const { email } = await addPerson();
        await identity.sendPasswordMail(email.toUpperCase());
        const password = makePassword();

        expect(await identity.setPassword((await harness.readMail(email)) ?? '', password)).toEqual({
          email,
        });
        await nextSecond();
        await signIn({ email, password });
      });

      test('is sent to nobody who has no account, and nothing tells so', async () => {
        for (const email of [makeEmail(), '', 'nobody', '\0']) {
          expect(await identity.sendPasswordMail(email)).toBeUndefined();
          expect(await harness.readMail(email)).toBeUndefined();
        }
      });

      test('lets the password hold as it is until it is used', async () => {
        const person = await addPerson();
        const { cookie, session } = await signIn(person);
        await identity.sendPasswordMail(person.email);

        expect(await identity.verify(cookie)).toEqual(session);
        expect(await signIn(person)).toBeDefined();
      });
    });
  });
}

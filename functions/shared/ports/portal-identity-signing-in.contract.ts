import { describe, expect, test } from '@jest/globals';
import { PORTAL_SESSION_MS } from '../core/portal/person.ts';
import {
  ADMINISTRATOR,
  makeEmail,
  makePassword,
  type PortalIdentityContext,
  STAFF,
} from './portal-identity.contract.ts';

/** Who may begin a session, and who may not. */
export function describeSigningIn(context: PortalIdentityContext): void {
  const { withoutRoles, now, nextSecond, addPerson, signIn } = context;

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
      expect(await context.identity.find(email.toUpperCase())).toMatchObject({ email });
    });

    test('a password that differs in anything begins none', async () => {
      const { email, password } = await addPerson();

      for (const wrong of [
        ...[password.slice(1), password.slice(0, -1), `${password} `, ` ${password}`, `${password}\0`],
        ...[password.toLowerCase(), '', 'x', 'x'.repeat(256)],
      ]) {
        expect([wrong, await context.identity.signIn(email, wrong)]).toEqual([wrong, undefined]);
      }
    });

    test.each(['', ' ', '@', 'nobody', `nobody@example.com`, 'a b@example.com', '__proto__', `é@\0.com`])(
      'the address %j, which nobody has, begins none',
      async (email) => {
        expect(await context.identity.signIn(email, makePassword())).toBeUndefined();
      },
    );

    test('an account without a password begins none', async () => {
      const email = makeEmail();
      await context.identity.create(email, STAFF);

      for (const password of ['', 'undefined', 'null', makePassword()]) {
        expect(await context.identity.signIn(email, password)).toBeUndefined();
      }
    });

    test('a disabled account begins none', async () => {
      const person = await addPerson();
      await context.identity.setDisabled(person.userId, true);
      await nextSecond();

      expect(await context.identity.signIn(person.email, person.password)).toBeUndefined();
      expect(await context.identity.signIn(person.email, 'wrong')).toBeUndefined();
    });

    withoutRoles('an account without a role begins none, and is none of ours', async () => {
      const [email, password] = [makeEmail(), makePassword()];
      await context.harness.addWithoutRole?.(email, password);
      await nextSecond();

      expect(await context.identity.signIn(email, password)).toBeUndefined();
      expect(await context.identity.find(email)).toBe('not-ours');
    });

    test('two sessions of one person are told apart, and ending neither ends the other', async () => {
      const person = await addPerson();
      const first = await signIn(person);
      await nextSecond();
      const second = await signIn(person);

      expect(first.session.sessionId).not.toBe(second.session.sessionId);
      expect((await context.identity.verify(first.cookie))?.sessionId).toBe(first.session.sessionId);
      expect((await context.identity.verify(second.cookie))?.sessionId).toBe(second.session.sessionId);
    });
  });
}

import { describe, expect, test } from '@jest/globals';
import { makeEmail, makePassword, type PortalIdentityContext, STAFF } from './portal-identity.contract.ts';

/** Codes for setting a password, handed out or sent by mail. */
export function describePasswords(context: PortalIdentityContext): void {
  const { inMovedTime, now, nextSecond, addPerson, signIn } = context;

  describe('a code', () => {
    test('sets the password once', async () => {
      const email = makeEmail();
      await context.identity.create(email, STAFF);
      const { code, expiresAt } = await context.identity.passwordCode(email.toUpperCase());
      const password = makePassword();

      expect(expiresAt).toBeGreaterThan(now());
      expect(code).toMatch(/^[\w-]{16,}$/);
      expect(await context.identity.setPassword(code, password)).toEqual({ email });
      expect(await context.identity.setPassword(code, makePassword())).toBeUndefined();
      await nextSecond();
      expect((await signIn({ email, password })).session.person.email).toBe(email);
    });

    test('is a code only as it was made', async () => {
      const email = makeEmail();
      await context.identity.create(email, STAFF);
      const { code } = await context.identity.passwordCode(email);

      for (const wrong of [
        ...['', ' ', 'x', '__proto__', 'é', '\0', code.slice(1), code.slice(0, -1), `${code}A`, ` ${code}`],
        ...[code.toUpperCase(), 'A'.repeat(code.length), 'A'.repeat(100_000)].filter((text) => text !== code),
      ]) {
        expect([wrong, await context.identity.setPassword(wrong, makePassword())]).toEqual([
          wrong,
          undefined,
        ]);
      }
      expect(await context.identity.setPassword(code, makePassword())).toEqual({ email });
    });

    inMovedTime('is worth nothing from its end on', async () => {
      const email = makeEmail();
      await context.identity.create(email, STAFF);
      const late = await context.identity.passwordCode(email);
      context.harness.clock?.advance(late.expiresAt - now());
      const soon = await context.identity.passwordCode(email);
      expect(await context.identity.setPassword(late.code, makePassword())).toBeUndefined();
      context.harness.clock?.advance(soon.expiresAt - now() - 1);

      expect(await context.identity.setPassword(soon.code, makePassword())).toEqual({ email });
    });

    test('sets no password of an account that is disabled', async () => {
      const person = await addPerson();
      const { code } = await context.identity.passwordCode(person.email);
      await context.identity.setDisabled(person.userId, true);

      expect(await context.identity.setPassword(code, makePassword())).toBeUndefined();
      await context.identity.setDisabled(person.userId, false);
      await nextSecond();
      await signIn(person);
    });

    test('is made for an account only', async () => {
      await expect(context.identity.passwordCode(makeEmail())).rejects.toThrow(Error);
    });
  });

  describe('a mail', () => {
    test('brings a code that sets the password', async () => {
      const { email } = await addPerson();
      await context.identity.sendPasswordMail(email.toUpperCase());
      const password = makePassword();

      expect(
        await context.identity.setPassword((await context.harness.readMail(email)) ?? '', password),
      ).toEqual({
        email,
      });
      await nextSecond();
      await signIn({ email, password });
    });

    test('is sent to nobody who has no account, and nothing tells so', async () => {
      for (const email of [makeEmail(), '', 'nobody', '\0']) {
        expect(await context.identity.sendPasswordMail(email)).toBeUndefined();
        expect(await context.harness.readMail(email)).toBeUndefined();
      }
    });

    test('lets the password hold as it is until it is used', async () => {
      const person = await addPerson();
      const { cookie, session } = await signIn(person);
      await context.identity.sendPasswordMail(person.email);

      expect(await context.identity.verify(cookie)).toEqual(session);
      expect(await signIn(person)).toBeDefined();
    });
  });
}

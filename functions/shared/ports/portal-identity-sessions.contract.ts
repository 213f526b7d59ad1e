import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../core/errors.ts';
import type { PortalIdentityContext } from './portal-identity.contract.ts';
import type { SignedIn } from './portal-identity.ts';

/** What a session is, and what ends it. */
export function describeSessions(context: PortalIdentityContext): void {
  const { inMovedTime, now, nextSecond, addPerson, signIn, changePassword } = context;

  describe('a session', () => {
    test('is what its cookie proves, as often as it is shown', async () => {
      const { cookie, session } = await signIn(await addPerson());

      expect(await context.identity.verify(cookie)).toEqual(session);
      expect(await context.identity.verify(cookie)).toEqual(session);
    });

    inMovedTime('ends when it says so, to the millisecond', async () => {
      const { cookie, session } = await signIn(await addPerson());

      context.harness.clock?.advance(session.expiresAt - now() - 1);
      expect(await context.identity.verify(cookie)).toEqual(session);
      context.harness.clock?.advance(1);
      expect(await context.identity.verify(cookie)).toBeUndefined();
      context.harness.clock?.advance(365 * 24 * 3_600_000);
      expect(await context.identity.verify(cookie)).toBeUndefined();
    });

    test('ends when it is revoked, at once, and those of others do not', async () => {
      const [one, other] = [await addPerson(), await addPerson()];
      const sessions = [await signIn(one), await signIn(one)];
      const { cookie, session } = await signIn(other);

      await context.identity.revoke(one.userId);

      for (const { cookie } of sessions) expect(await context.identity.verify(cookie)).toBeUndefined();
      expect(await context.identity.verify(cookie)).toEqual(session);
      await nextSecond();
      expect(await context.identity.verify((await signIn(one)).cookie)).toBeDefined();
      for (const { cookie } of sessions) expect(await context.identity.verify(cookie)).toBeUndefined();
    });

    test('that begins as soon as all were revoked holds, or is refused for a second and not longer', async () => {
      const person = await addPerson();
      await context.identity.revoke(person.userId);

      const first = await signIn(person).catch((error: unknown) => error);
      if (first instanceof Error) {
        expect(first).toBeInstanceOf(GatewayError);
        expect(first).toMatchObject({ code: 'unavailable', headers: { 'retry-after': '1' } });
        await nextSecond();
      }
      const { cookie, session } = first instanceof Error ? await signIn(person) : (first as SignedIn);
      expect(await context.identity.verify(cookie)).toEqual(session);
    });

    test('ends when its person is disabled, and is not there again when that is taken back', async () => {
      const person = await addPerson();
      const { cookie } = await signIn(person);

      await context.identity.setDisabled(person.userId, true);
      expect(await context.identity.verify(cookie)).toBeUndefined();
      await context.identity.setDisabled(person.userId, false);
      expect(await context.identity.verify(cookie)).toBeUndefined();

      await nextSecond();
      const again = await signIn(person);
      expect(await context.identity.verify(again.cookie)).toEqual(again.session);
      expect(await context.identity.verify(cookie)).toBeUndefined();
    });

    test('ends when its person is given another password, at once', async () => {
      const person = await addPerson();
      const { cookie } = await signIn(person);

      const password = await changePassword(person.email);

      expect(await context.identity.verify(cookie)).toBeUndefined();
      await nextSecond();
      expect(await context.identity.signIn(person.email, person.password)).toBeUndefined();
      expect(await context.identity.verify((await signIn({ ...person, password })).cookie)).toBeDefined();
      expect(await context.identity.verify(cookie)).toBeUndefined();
    });
  });
}

import { describe, expect, test } from '@jest/globals';
import type { GatewayError } from '../core/errors.ts';
import { ADMINISTRATOR, makeEmail, type PortalIdentityContext, STAFF } from './portal-identity.contract.ts';
import { PersonExistsError } from './portal-identity.ts';

/** Accounts: made once, found again. */
export function describeAccounts(context: PortalIdentityContext): void {
  const { now, addPerson, signIn } = context;
  const find = async (email: string) => {
    const found = await context.identity.find(email);
    if (found === undefined || found === 'not-ours') throw new Error(`${email} is not found`);
    return found;
  };

  describe('an account', () => {
    test.each([STAFF, ADMINISTRATOR])('is found as it was made: %j', async (role) => {
      const email = makeEmail();
      const made = await context.identity.create(email.toUpperCase(), role);

      expect(made).toEqual({ userId: expect.stringMatching(/./), email, role, lastSignInAt: null });
      expect(await find(email)).toEqual({ ...made, disabled: false, hasPassword: false });
    });

    test('is made once for an address, also in other letters and by many at once', async () => {
      const email = makeEmail();
      const attempts = [email, email.toUpperCase(), email].map((address) =>
        context.identity.create(address, STAFF).catch((error: unknown) => error),
      );
      const refused = (await Promise.all(attempts)).filter((made) => made instanceof Error);

      expect(refused).toHaveLength(2);
      for (const error of refused) {
        // The other one may be half-way.
        const isKnown = error instanceof PersonExistsError || (error as GatewayError).code === 'unavailable';
        expect([error, isKnown]).toEqual([error, true]);
      }
      await expect(context.identity.create(email, ADMINISTRATOR)).rejects.toThrow(PersonExistsError);
      expect((await find(email)).role).toEqual(STAFF);
    });

    test('is not found by an address that nobody has', async () => {
      for (const email of ['', 'nobody', makeEmail(), '__proto__', '%', '*']) {
        expect(await context.identity.find(email)).toBeUndefined();
      }
    });

    test('says when its person last signed in, and whether it is disabled', async () => {
      const person = await addPerson();
      expect(await find(person.email)).toMatchObject({ lastSignInAt: null, hasPassword: true });
      const before = now();
      await signIn(person);

      const { lastSignInAt, disabled } = await find(person.email);
      expect(lastSignInAt).toBeGreaterThan(before - 1000);
      expect(lastSignInAt).toBeLessThanOrEqual(now());
      expect(disabled).toBe(false);
      await context.identity.setDisabled(person.userId, true);
      expect((await find(person.email)).disabled).toBe(true);
      await context.identity.setDisabled(person.userId, false);
      expect((await find(person.email)).disabled).toBe(false);
    });
  });
}

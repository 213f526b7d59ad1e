import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type PortalIdentityContext, STAFF } from './portal-identity.contract.ts';

/** What no cookie is, however much it looks like one. */
export function describeCookies(context: PortalIdentityContext): void {
  const { whereSigned, addPerson, signIn } = context;

  describe('a session', () => {
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
        expect([text.slice(0, 80), await context.identity.verify(text)]).toEqual([
          text.slice(0, 80),
          undefined,
        ]);
      }
    });

    whereSigned('is begun by no part of a cookie, however much of it', async () => {
      const { cookie } = await signIn(await addPerson());
      // The last few characters hold less than a byte; the steps before are coarse, as each may ask for something.
      for (let length = 0; length < cookie.length; length += length < cookie.length - 8 ? 7 : 1) {
        expect([length, await context.identity.verify(cookie.slice(0, length))]).toEqual([length, undefined]);
      }
    });

    whereSigned('has one name, whatever is altered of its cookie', async () => {
      const { cookie, session } = await signIn(await addPerson());
      const expected = [undefined, session.sessionId];

      const at = (position: number, text: string) =>
        `${cookie.slice(0, position)}${text}${cookie.slice(position + 1)}`;
      for (let position = 0; position < cookie.length; position += 1) {
        for (const text of ['A', 'Q', '_', '.', '']) {
          const verified = await context.identity.verify(at(position, text));
          expect(expected).toContain(verified?.sessionId);
        }
      }
      // Of the last character some bits say nothing.
      for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/') {
        const verified = await context.identity.verify(cookie.slice(0, -1) + last);
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
        expect(await context.identity.verify(mixed)).toBeUndefined();
      }
    });
  });
}

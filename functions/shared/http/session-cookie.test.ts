import { describe, expect, test } from '@jest/globals';
import { noSessionCookie, readSessionCookie, sessionCookie } from './session-cookie.ts';

const read = (cookie?: string) => readSessionCookie({ headers: cookie === undefined ? {} : { cookie } });

describe('the session’s cookie', () => {
  test.each([
    ['__session=a.b-c_D9', 'a.b-c_D9'],
    ['other=1; __session=abc; more=2', 'abc'],
    ['__session=abc;', 'abc'],
    ['x__session=abc', undefined],
    ['__session', undefined],
    ['__session=', undefined],
    ['__session=a b', undefined],
    ['__session="abc"', undefined],
    ['__session=a; __session=b', undefined],
    ['__session=a; __session=a', undefined],
    [`__session=${'a'.repeat(4097)}`, undefined],
    [undefined, undefined],
  ])('of %j is %j', (cookie, value) => {
    expect(read(cookie)).toBe(value);
  });

  test('is out of reach for scripts, plain HTTP and other sites, and is taken away by one that is over', () => {
    expect(sessionCookie('abc', 1999)).toBe(
      '__session=abc; Path=/portal/api; Max-Age=1; HttpOnly; Secure; SameSite=Strict',
    );
    expect(noSessionCookie()).toBe(
      '__session=; Path=/portal/api; Max-Age=0; HttpOnly; Secure; SameSite=Strict',
    );
  });
});

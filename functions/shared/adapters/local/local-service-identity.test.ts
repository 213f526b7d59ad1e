import { describe, expect, test } from '@jest/globals';
import { type JWTPayload, SignJWT } from 'jose';
import { TestClock } from '../../../../tests/support/test-clock.ts';
import { describeServiceIdentityContract } from '../../ports/service-identity.contract.ts';
import { createLocalServiceIdentity } from './local-service-identity.ts';

// Long enough for the other algorithm, too.
const KEY = Buffer.alloc(64, 1);
const AUDIENCE = 'http://127.0.0.1:8080/deliver';

describeServiceIdentityContract('the local service identity', async () => {
  const clock = new TestClock();
  return {
    clock,
    identity: createLocalServiceIdentity({ clock, key: async () => KEY }),
    impostor: createLocalServiceIdentity({ clock, key: async () => Buffer.alloc(32, 2) }),
    close: async () => {},
  };
});

describe('the local service identity', () => {
  const clock = new TestClock();
  const identity = createLocalServiceIdentity({ clock, key: async () => KEY });
  const now = Math.floor(clock.now() / 1000);

  /** What a token proves that says this, signed with the right key. */
  async function verifySigned(claims: JWTPayload, alg = 'HS256'): Promise<string | undefined> {
    const whole = { iss: 'carvos-local', aud: AUDIENCE, iat: now, exp: now + 60, ...claims };
    const token = await new SignJWT(whole).setProtectedHeader({ alg }).sign(KEY);
    return identity.verify(`Bearer ${token}`, AUDIENCE);
  }

  test('gives out a token again until shortly before its end; one proven before still ends', async () => {
    const time = new TestClock();
    const own = createLocalServiceIdentity({ clock: time, key: async () => KEY });
    const first = await own.token('tasks', AUDIENCE);
    expect(await own.verify(`Bearer ${first}`, AUDIENCE)).toBe('tasks');
    expect(await own.verify(`Bearer ${first}`, 'elsewhere')).toBeUndefined();
    time.advance(54 * 60_000);
    expect(await own.token('tasks', AUDIENCE)).toBe(first);
    expect(await own.token('scheduler', AUDIENCE)).not.toBe(first);
    time.advance(60_000);
    const second = await own.token('tasks', AUDIENCE);
    expect(second).not.toBe(first);
    time.advance(5 * 60_000);
    expect(await own.verify(`Bearer ${first}`, AUDIENCE)).toBeUndefined();
    expect(await own.verify(`Bearer ${second}`, AUDIENCE)).toBe('tasks');
    time.advance(-2 * 3_600_000);
    expect(await own.verify(`Bearer ${await own.token('tasks', AUDIENCE)}`, AUDIENCE)).toBe('tasks');
  });

  test('accepts a token that says all it must', async () => {
    expect(await verifySigned({ email: 'tasks@carvos.local' })).toBe('tasks');
  });

  test.each<[string, JWTPayload]>([
    ['an unknown service', { email: 'portal@carvos.local' }],
    ['no service', {}],
    ['a service of another domain', { email: 'tasks@carvos.example' }],
    ['a service without a domain', { email: 'tasks' }],
    ['a service in a longer name', { email: 'x.tasks@carvos.local' }],
    ['a service that is no text', { email: { toString: 'tasks' } }],
    ['another issuer', { email: 'tasks@carvos.local', iss: 'accounts.google.com' }],
    ['a time to come', { email: 'tasks@carvos.local', nbf: now + 60 }],
    ['a time that is past', { email: 'tasks@carvos.local', exp: now - 1 }],
  ])('refuses a token of %s', async (_, claims) => {
    expect(await verifySigned(claims)).toBeUndefined();
  });

  test('refuses another algorithm with the same key', async () => {
    expect(await verifySigned({ email: 'tasks@carvos.local' }, 'HS512')).toBeUndefined();
  });

  test('proves nothing, without an exception, while its key cannot be had', async () => {
    const token = await identity.token('tasks', AUDIENCE);
    const keyless = createLocalServiceIdentity({ clock, key: () => Promise.reject(new Error('no key')) });

    expect(await keyless.verify(`Bearer ${token}`, AUDIENCE)).toBeUndefined();
    await expect(keyless.token('tasks', AUDIENCE)).rejects.toThrow('no key');
  });
});

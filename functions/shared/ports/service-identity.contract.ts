import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ServiceIdentity, ServiceName } from './service-identity.ts';

export interface ServiceIdentityHarness {
  identity: ServiceIdentity;
  clock: { advance(ms: number): void };
  /** Signs for the same services with a key that is not trusted. */
  impostor: ServiceIdentity;
  close(): Promise<void>;
}

const SERVICES: ServiceName[] = ['tasks', 'scheduler', 'process', 'ai'];
const AUDIENCE = 'https://deliver.example.test';
const HOUR_MS = 3_600_000;

/**
 * The promises of the port `ServiceIdentity` where the adapter verifies signatures itself. (Behind Cloud Run, which has
 * verified and taken them off, an adapter is tested against that.)
 */
export function describeServiceIdentityContract(
  name: string,
  start: () => Promise<ServiceIdentityHarness>,
): void {
  describe(`${name} keeps the contract of a service identity`, () => {
    let harness: ServiceIdentityHarness;
    beforeEach(async () => {
      harness = await start();
    });
    afterEach(() => harness.close());

    const verify = (authorization: string | undefined, audience = AUDIENCE) =>
      harness.identity.verify(authorization, audience);
    const bearer = async (service: ServiceName = 'tasks', audience = AUDIENCE) =>
      `Bearer ${await harness.identity.token(service, audience)}`;

    test.each(SERVICES)('a token of %s proves it', async (service) => {
      expect(await verify(await bearer(service))).toBe(service);
    });

    test.each([
      'https://process.example.test',
      'https://deliver.example.test/',
      'https://deliver.example.tes',
      'HTTPS://DELIVER.EXAMPLE.TEST',
      '',
    ])('a token proves nothing for another audience: %p', async (audience) => {
      expect(await verify(await bearer('tasks'), audience)).toBeUndefined();
      expect(await verify(await bearer('tasks', audience))).toBeUndefined();
    });

    test.each(['deliver', 'constructor', '__proto__', 'https://ai.example.test/base?x=1'])(
      'an audience is any name or URL: %p',
      async (audience) => {
        const authorization = await bearer('process', audience);

        expect(await verify(authorization, audience)).toBe('process');
        expect(await verify(authorization, AUDIENCE)).toBeUndefined();
      },
    );

    test('a token that was proven for its audience still proves nothing for another', async () => {
      const authorization = await bearer();

      expect(await verify(authorization)).toBe('tasks');
      expect(await verify(authorization, `${AUDIENCE}x`)).toBeUndefined();
      expect(await verify(authorization)).toBe('tasks');
    });

    test('many at once are told apart', async () => {
      const services = Array.from({ length: 10 }, () => SERVICES).flat();
      const found = services.map(async (service) => verify(await bearer(service)));

      expect(await Promise.all(found)).toEqual(services);
    });

    test('a token fits into a header: three parts in base64url', async () => {
      for (const service of SERVICES) {
        expect(await harness.identity.token(service, AUDIENCE)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      }
    });

    test('a token holds for a while and not for ever', async () => {
      const authorization = await bearer();

      harness.clock.advance(HOUR_MS / 2);
      expect(await verify(authorization)).toBe('tasks');
      harness.clock.advance(HOUR_MS);
      expect(await verify(authorization)).toBeUndefined();
    });

    test('a token signed with another key proves nothing', async () => {
      for (const service of SERVICES) {
        const token = await harness.impostor.token(service, AUDIENCE);
        expect(await verify(`Bearer ${token}`)).toBeUndefined();
      }
    });

    test('a token of which one character was changed proves nothing', async () => {
      const token = await harness.identity.token('tasks', AUDIENCE);
      // Not the last character of a part, of which base64url may leave bits unused.
      const positions = [...token].flatMap((character, at) =>
        character === '.' || token[at + 1] === '.' || at >= token.length - 2 ? [] : [at],
      );

      for (const at of positions) {
        const changed = token[at] === 'A' ? 'B' : 'A';
        const authorization = `Bearer ${token.slice(0, at)}${changed}${token.slice(at + 1)}`;
        expect([at, await verify(authorization)]).toEqual([at, undefined]);
      }
    });

    test('a token that claims another service under the old signature proves nothing', async () => {
      const [header, payload = '', signature] = (await harness.identity.token('ai', AUDIENCE)).split('.');
      const [, other] = (await harness.identity.token('tasks', AUDIENCE)).split('.');

      expect(other).not.toBe(payload);
      expect(await verify(`Bearer ${header}.${other}.${signature}`)).toBeUndefined();
    });

    test.each(['none', 'None', 'NONE', ''])('a token with algorithm %p proves nothing', async (alg) => {
      const [, payload, signature] = (await harness.identity.token('tasks', AUDIENCE)).split('.');
      const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');

      for (const end of ['', signature]) {
        expect(await verify(`Bearer ${header}.${payload}.${end}`)).toBeUndefined();
      }
      expect(await verify(`Bearer ${header}.${payload}`)).toBeUndefined();
    });

    test('a token without its signature proves nothing', async () => {
      const [header, payload] = (await harness.identity.token('tasks', AUDIENCE)).split('.');

      expect(await verify(`Bearer ${header}.${payload}.`)).toBeUndefined();
      expect(await verify(`Bearer ${header}.${payload}`)).toBeUndefined();
      expect(await verify(`Bearer ${header}.${payload}.SIGNATURE_REMOVED_BY_GOOGLE`)).toBeUndefined();
    });

    test.each<[string, (token: string) => string | undefined]>([
      ['no header', () => undefined],
      ['an empty header', () => ''],
      ['no token', () => 'Bearer'],
      ['an empty token', () => 'Bearer '],
      ['a bare token', (token) => token],
      ['another scheme', (token) => `Basic ${token}`],
      ['two tokens', (token) => `Bearer ${token} ${token}`],
      ['two headers joined', (token) => `Bearer ${token}, Bearer ${token}`],
      ['a line after it', (token) => `Bearer ${token}\n`],
      ['dots only', () => 'Bearer ..'],
      ['garbage', () => 'Bearer e30.e30.e30'],
      ['parts that are not base64url', () => 'Bearer !!!.???.***'],
      ['an encrypted token', () => 'Bearer a.b.c.d.e'],
      ['characters beyond ASCII', () => 'Bearer 🎉.é.\u0000'],
      ['a header that is an array', () => `Bearer ${encoded([])}.${encoded({})}.AA`],
      ['a payload that is null', () => `Bearer ${encoded({ alg: 'HS256' })}.${encoded(null)}.AA`],
      ['critical extensions', () => `Bearer ${encoded({ alg: 'HS256', crit: ['b64'], b64: false })}.e30.AA`],
      ['a very long one', () => `Bearer ${'A'.repeat(100_000)}.B.C`],
    ])('a header of %s proves nothing, and is no exception', async (_, header) => {
      const token = await harness.identity.token('tasks', AUDIENCE);

      expect(await verify(header(token))).toBeUndefined();
    });
  });
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

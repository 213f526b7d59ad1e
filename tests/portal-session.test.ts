import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../functions/shared/core/duration.ts';
import { PORTAL_SESSION_MS } from '../functions/shared/core/portal/person.ts';
import type { PortalAccount } from '../functions/shared/ports/portal-identity.ts';
import { loseNextAnswer } from './support/lose-next-answer.ts';
import { PortalClient } from './support/portal-client.ts';
import { rawRequest } from './support/raw-request.ts';
import { TestGateway } from './support/test-gateway.ts';

const WRONG = { status: 401, json: { detail: 'The e-mail address or the password is wrong' } };

describe('signing in to the portal', () => {
  let carvos: TestGateway;
  let account: { email: string; password: string };
  beforeEach(async () => {
    carvos = await TestGateway.start();
    const { email, password } = carvos.gateway.demo.portal;
    account = { email, password };
  });
  afterEach(() => carvos.stop());

  const signIn = () => PortalClient.signIn(carvos, account);
  const stranger = (cookie?: string) => new PortalClient(carvos.gateway, cookie);
  const tryPassword = (password: string, from?: string, email = account.email) =>
    stranger().call('POST', '/session', {
      body: { email, password },
      headers: from === undefined ? {} : { 'x-forwarded-for': from },
    });

  test('gives a cookie that scripts, plain HTTP and other sites do not get, and tells who has signed in', async () => {
    carvos.clock.advance(SECOND_MS);
    const answer = await stranger().post('/session', account);
    expect(answer.json).toEqual({
      email: 'admin@demo.example',
      role: 'administrator',
      ats_id: 'demo',
      last_sign_in_at: expect.any(String),
      expires_at: new Date(Math.floor(carvos.clock.now() / 1000) * 1000 + PORTAL_SESSION_MS).toISOString(),
    });
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__session=[\w.-]+; Path=\/portal\/api; Max-Age=\d+; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ]);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  test('with an address in other letters is signing in to the same account', async () => {
    const client = await PortalClient.signIn(carvos, { ...account, email: account.email.toUpperCase() });
    expect((await client.get('/session')).json.email).toBe(account.email);
  });

  test('an unknown address is answered as a wrong password is', async () => {
    expect(await tryPassword('wrong')).toMatchObject(WRONG);
    expect(await tryPassword('wrong', undefined, 'nobody@demo.example')).toMatchObject(WRONG);
  });

  test('a session ends after twelve hours', async () => {
    const client = await signIn();
    carvos.clock.advance(PORTAL_SESSION_MS - SECOND_MS - 1);
    expect((await client.get('/session')).status).toBe(200);
    carvos.clock.advance(SECOND_MS + 1);
    expect(await client.get('/session')).toMatchObject({
      status: 401,
      json: { detail: 'Nobody is signed in, or the session has ended. Sign in' },
    });
  });

  test('a cookie that was copied is worth nothing after its owner signed out, and other sessions go on', async () => {
    const client = await signIn();
    const elsewhere = await signIn();
    const copy = client.cookie;
    const left = await client.call('DELETE', '/session');
    expect(left.headers.getSetCookie()).toEqual([expect.stringContaining('__session=; ')]);
    expect(client.cookie).toBeUndefined();
    for (const path of ['/session', '/ats/demo', '/ats/demo/deliveries', '/sandbox/events']) {
      expect([path, (await stranger(copy).get(path)).status]).toEqual([path, 401]);
    }
    expect((await stranger(copy).call('DELETE', '/session')).status).toBe(401);
    expect((await elsewhere.get('/session')).status).toBe(200);
  });

  test('a session whose end was written down, and nobody heard of it, has ended', async () => {
    const client = await signIn();
    const copy = client.cookie;
    loseNextAnswer(carvos.gateway.runtime.store);
    expect((await client.call('DELETE', '/session')).status).toBe(200);
    expect((await stranger(copy).get('/session')).status).toBe(401);
  });

  test('no respelling of a cookie outlives its session', async () => {
    const client = await signIn();
    const cookie = client.cookie as string;
    await client.call('DELETE', '/session');
    // The last character of base64url has bits that say nothing.
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const character of last) {
      expect((await stranger(cookie.slice(0, -1) + character).get('/session')).status).toBe(401);
    }
  });

  test('a new password ends every session, and the link that set it is used up', async () => {
    const { portalIdentity } = carvos.gateway.runtime;
    const client = await signIn();
    const copy = client.cookie;
    const { code } = await portalIdentity.passwordCode(account.email);
    carvos.clock.advance(SECOND_MS);
    const password = 'another password of sixteen';
    expect(await stranger().post('/passwords', { code, password })).toMatchObject({
      status: 200,
      json: { email: account.email },
    });
    expect((await stranger(copy).get('/session')).status).toBe(401);
    expect(await stranger().post('/passwords', { code, password: 'a third one, by a thief' })).toMatchObject({
      status: 422,
      json: { detail: [{ loc: ['body', 'code'], type: 'code' }] },
    });
    expect(await tryPassword(account.password)).toMatchObject(WRONG);
    const again = await PortalClient.signIn(carvos, { ...account, password });
    expect((await again.get('/session')).status).toBe(200);
  });

  test('a password of fewer than twelve characters is not taken, and the link stays good', async () => {
    const { code } = await carvos.gateway.runtime.portalIdentity.passwordCode(account.email);
    expect(await stranger().post('/passwords', { code, password: 'short' })).toMatchObject({
      status: 422,
      json: { detail: [{ loc: ['body', 'password'], type: 'too_short' }] },
    });
    expect((await stranger().post('/passwords', { code, password: 'long enough now' })).status).toBe(200);
  });

  test('a link is good for an hour', async () => {
    const { code } = await carvos.gateway.runtime.portalIdentity.passwordCode(account.email);
    carvos.clock.advance(HOUR_MS + 1);
    expect((await stranger().post('/passwords', { code, password: 'long enough now' })).status).toBe(422);
  });

  test('an account that is disabled is out at once', async () => {
    const { portalIdentity } = carvos.gateway.runtime;
    const client = await signIn();
    const person = (await portalIdentity.find(account.email)) as PortalAccount;
    await portalIdentity.setDisabled(person.userId, true);
    expect((await client.get('/session')).status).toBe(401);
    expect(await tryPassword(account.password)).toMatchObject(WRONG);
  });

  test('a cookie that somebody planted is not the session that begins', async () => {
    const attacker = await PortalClient.signIn(carvos, carvos.gateway.demo.staff);
    const planted = attacker.cookie as string;
    const victim = stranger(planted);
    carvos.clock.advance(SECOND_MS);
    await victim.post('/session', account);
    expect(victim.cookie).not.toBe(planted);
    expect((await victim.get('/session')).json.email).toBe(account.email);
    expect((await attacker.get('/session')).json.role).toBe('staff');
  });

  test('a second cookie of the same name, as another host of the domain may plant, is no session', async () => {
    const client = await signIn();
    const other = await PortalClient.signIn(carvos, carvos.gateway.demo.staff);
    const cookie = `__session=${other.cookie}; __session=${client.cookie}`;
    expect((await stranger().call('GET', '/session', { headers: { cookie } })).status).toBe(401);
  });

  describe('guessing', () => {
    test('is slowed down after five wrong passwords, tells when to go on, and lets in again then', async () => {
      for (let count = 0; count < 5; count += 1) expect(await tryPassword('wrong')).toMatchObject(WRONG);
      const refused = await tryPassword(account.password);
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('60');
      carvos.clock.advance(MINUTE_MS);
      expect((await tryPassword(account.password)).status).toBe(200);
    });

    test('with many at once makes no more than five', async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => tryPassword('wrong')));
      expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5);
    });

    test('at the codes of links is slowed down as well', async () => {
      const tries: number[] = [];
      for (let count = 0; count < 52; count += 1) {
        const code = randomBytes(32).toString('base64url');
        tries.push((await stranger().post('/passwords', { code, password: 'long enough now' })).status);
      }
      expect(tries.filter((status) => status === 422)).toHaveLength(50);
      expect(tries.slice(50)).toEqual([429, 429]);
    });

    test('of strangers is bounded in each instance, whatever they make up', async () => {
      const statuses: number[] = [];
      for (let count = 0; count < 102; count += 1) {
        statuses.push((await stranger().call('POST', '/session', { body: '{}' })).status);
      }
      expect(statuses.filter((status) => status === 422)).toHaveLength(100);
      expect(statuses.slice(100)).toEqual([429, 429]);
    });

    test('is slowed down for addresses that nobody has just as much', async () => {
      const tries = async (email: string) => {
        const statuses: number[] = [];
        for (let count = 0; count < 7; count += 1) {
          statuses.push((await tryPassword('wrong', undefined, email)).status);
        }
        return statuses;
      };
      expect(await tries('nobody@demo.example')).toEqual(await tries(account.email));
    });
  });
});

describe('what a browser of another site, or a forger, sends', () => {
  let carvos: TestGateway;
  let admin: PortalClient;
  beforeAll(async () => {
    carvos = await TestGateway.start();
    admin = await PortalClient.signIn(carvos, carvos.gateway.demo.portal);
  });
  afterAll(() => carvos.stop());

  const changes = [
    ['POST', '/session'],
    ['DELETE', '/session'],
    ['POST', '/password-mails'],
    ['POST', '/passwords'],
    ['PATCH', '/ats/demo'],
    ['POST', '/ats/demo/api-key/rotate'],
    ['POST', '/ats/demo/webhook-secrets/reveal'],
    ['POST', '/sandbox/sends'],
  ];

  test.each(changes)('%s %s is refused without our origin, whatever else is right', async (method, path) => {
    const { baseUrl } = carvos.gateway;
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${baseUrl}.evil.example` },
      { origin: baseUrl, 'sec-fetch-site': 'same-site' },
      { origin: baseUrl, 'sec-fetch-site': 'cross-site' },
      { origin: baseUrl.replace('http:', 'https:') },
    ];
    for (const headers of foreign) {
      expect([headers, await admin.call(method, path, { headers })]).toMatchObject([
        headers,
        { status: 403, json: { detail: 'This request does not come from a page of the portal' } },
      ]);
    }
    const headers = { cookie: `__session=${admin.cookie}`, 'content-type': 'application/json' };
    const bare = await rawRequest(baseUrl, { method, path: `/portal/api${path}`, headers, body: '{}' });
    expect(bare.status).toBe(403);
  });

  test('a form of another site cannot send what is taken: only JSON is', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect((await admin.call('POST', '/ats/demo/api-key/rotate', { headers })).status).toBe(415);
  });

  test('nothing allows another site to read an answer', async () => {
    const { headers } = await admin.call('GET', '/session', { headers: { origin: 'https://evil.example' } });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect((await fetch(`${carvos.gateway.baseUrl}/portal/api/session`, { method: 'OPTIONS' })).status).toBe(
      405,
    );
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  test('cookies that were forged are nobody', async () => {
    const [header = '', payload = '', signature = ''] = (admin.cookie as string).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const unsigned = part({ alg: 'none', typ: 'JWT' });
    const signed = (key: Buffer | string, head = part({ alg: 'HS256' })) =>
      `${head}.${payload}.${createHmac('sha256', key).update(`${head}.${payload}`).digest('base64url')}`;
    const forged = [
      `${unsigned}.${payload}.`,
      `${unsigned}.${payload}.${signature}`,
      `${part({ alg: 'NONE' })}.${payload}.x`,
      signed(''),
      signed(randomBytes(32)),
      signed('carvos', header),
      `${header}.${part({ ...claims, sub: 'somebody-else' })}.${signature}`,
      `${header}.${part({ ...claims, exp: claims.exp + 1 })}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      payload,
      'null',
      '.',
      '..',
      'a.b.c',
      'A'.repeat(4097),
      `${admin.cookie}x`,
      `x${admin.cookie}`,
    ];
    for (const cookie of forged) {
      const { status } = await new PortalClient(carvos.gateway, cookie).get('/session');
      expect([cookie, status]).toEqual([cookie, 401]);
    }
  });

  test('a cookie of any bytes is nobody, and no failure', async () => {
    for (let count = 0; count < 100; count += 1) {
      const value = randomBytes(1 + count * 7).toString('latin1');
      // Node's client sends no control characters.
      const cookie = `__session=${value.replaceAll(/[^\x20-\x7e\x80-\xff]/g, '~')}`;
      const request = { method: 'GET', path: '/portal/api/session', headers: { cookie } };
      const { status } = await rawRequest(carvos.gateway.baseUrl, request);
      expect(status).toBe(401);
    }
  });

  test('nobody without a session gets past any operation that asks for one', async () => {
    const { PORTAL_ROUTES } = await import('../functions/portal-api/portal-routes.ts');
    const { SANDBOX_ROUTES } = await import('../functions/sandbox/sandbox-routes.ts');
    const nobody = new PortalClient(carvos.gateway);
    for (const { path, methods } of [...PORTAL_ROUTES, ...SANDBOX_ROUTES]) {
      for (const [method, { who, body }] of Object.entries(methods)) {
        // What anybody may send lacks its fields here, and what anybody may read is no secret.
        const toAnyone = body === undefined ? 200 : 422;
        const url = path.replace('/portal/api', '').replaceAll(/\{\w+\}/g, 'demo');
        const { status } = await nobody.call(method, url);
        expect([method, path, status]).toEqual([method, path, who === 'anyone' ? toAnyone : 401]);
      }
    }
  });
});

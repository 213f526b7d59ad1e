import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { TestClock } from '../../tests/support/test-clock.ts';
import { createIdTokenIssuer } from './id-token-issuer.ts';
import { type MetadataServer, startMetadataServer } from './metadata-server.ts';

const EMAIL = 'process@demo-carvos.iam.gserviceaccount.com';

// That google-auth-library gets its tokens here is tested with the adapter that uses it.
describe('the metadata server', () => {
  let server: MetadataServer;
  beforeAll(async () => {
    const issuer = await createIdTokenIssuer({ clock: new TestClock() });
    server = await startMetadataServer({ issuer, email: EMAIL, projectId: 'demo-carvos' });
  });
  afterAll(() => server.stop());

  const get = (path: string, init: RequestInit = {}) =>
    fetch(`http://${server.address}/computeMetadata/v1/${path}`, {
      headers: { 'metadata-flavor': 'Google' },
      ...init,
    });

  test.each([
    ['instance/service-accounts/default/email', EMAIL],
    [`instance/service-accounts/${EMAIL}/email`, EMAIL],
    ['project/project-id', 'demo-carvos'],
    ['universe/universe-domain', 'googleapis.com'],
  ])('says %s', async (path, expected) => {
    const response = await get(path);

    expect(response.status).toBe(200);
    expect(response.headers.get('metadata-flavor')).toBe('Google');
    expect(await response.text()).toBe(expected);
  });

  test('gives ID tokens, which say whose they are in the full format only', async () => {
    const path = 'instance/service-accounts/default/identity?audience=https://ai.example.test';

    const full = decodeJwt(await (await get(`${path}&format=full`)).text());
    expect(full).toMatchObject({ aud: 'https://ai.example.test', email: EMAIL, email_verified: true });
    expect(decodeJwt(await (await get(path)).text())).not.toHaveProperty('email');
  });

  test('gives access tokens, another each time', async () => {
    const path = 'instance/service-accounts/default/token';

    const first = (await (await get(path)).json()) as Record<string, unknown>;
    expect(first).toEqual({ access_token: expect.any(String), expires_in: 3599, token_type: 'Bearer' });
    expect(await (await get(path)).json()).not.toEqual(first);
  });

  test.each([
    ['without the header that shows that it is meant', 403, 'project/project-id', { headers: {} }],
    [
      'that came through a proxy',
      403,
      'project/project-id',
      { headers: { 'metadata-flavor': 'Google', 'x-forwarded-for': '192.0.2.1' } },
    ],
    ['by another method', 405, 'project/project-id', { method: 'POST' }],
    ['for an ID token without an audience', 400, 'instance/service-accounts/default/identity', {}],
    ['about another account', 404, 'instance/service-accounts/other@example.test/email', {}],
    ['about what it does not know', 404, 'instance/attributes/', {}],
  ])('refuses a request %s', async (_, status, path, init) => {
    expect((await get(path, init)).status).toBe(status);
  });

  test('says so when its port is taken', async () => {
    const port = Number(server.address.split(':')[1]);
    const issuer = await createIdTokenIssuer({ clock: new TestClock() });

    await expect(startMetadataServer({ issuer, email: EMAIL, projectId: 'p', port })).rejects.toThrow(
      'EADDRINUSE',
    );
  });
});

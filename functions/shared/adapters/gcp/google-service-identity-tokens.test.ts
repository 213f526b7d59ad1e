import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { GoogleAuth } from 'google-auth-library';
import { createIdTokenIssuer, type IdTokenIssuer } from '../../../../scripts/emulators/id-token-issuer.ts';
import { type MetadataServer, startMetadataServer } from '../../../../scripts/emulators/metadata-server.ts';
import { tempDir } from '../../../../tests/support/temp-dir.ts';
import { TestClock } from '../../../../tests/support/test-clock.ts';
import { createGoogleServiceIdentity, type GoogleServiceIdentityDeps } from './google-service-identity.ts';

const AI_URL = 'https://ai.example.test';
const EMAIL = 'process@demo-carvos.iam.gserviceaccount.com';
const MINUTE_MS = 60_000;

/** What makes google-auth-library take this machine for one of Google's, and no credentials that may lie on it. */
const ENVIRONMENT = ['GCE_METADATA_HOST', 'CLOUDSDK_CONFIG', 'GOOGLE_APPLICATION_CREDENTIALS'] as const;

describe('a Google ID token of the own account, from the metadata server', () => {
  const before = ENVIRONMENT.map((name) => [name, process.env[name]] as const);
  const clock = new TestClock();
  const dir = tempDir();
  let issuer: IdTokenIssuer;
  let server: MetadataServer;
  beforeAll(async () => {
    issuer = await createIdTokenIssuer({ clock });
    process.env.CLOUDSDK_CONFIG = dir.path;
    delete process.env.GOOGLE_APPLICATION_CREDENTIALS;
  });
  beforeEach(async () => {
    server = await startMetadataServer({ issuer, email: EMAIL, projectId: 'demo-carvos' });
    process.env.GCE_METADATA_HOST = server.address;
  });
  afterEach(() => server.stop());
  afterAll(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    dir.remove();
  });

  const create = (deps: Partial<GoogleServiceIdentityDeps> = {}) =>
    createGoogleServiceIdentity({
      clock,
      accounts: { process: EMAIL },
      audiences: { results: 'https://results.example.test' },
      signature: 'verify',
      certs: issuer.certs,
      projectId: 'demo-carvos',
      ...deps,
    });
  const asked = () => server.requests().filter((path) => path.includes('/identity?')).length;

  test('proves the service to whom it is for', async () => {
    const identity = create();

    const token = await identity.token('process', AI_URL);

    expect(await identity.verify(`Bearer ${token}`, AI_URL)).toBe('process');
    expect(await identity.verify(`Bearer ${token}`, 'https://results.example.test')).toBeUndefined();
  });

  test('is made out to the URL of a function that is named', async () => {
    const identity = create();

    const token = await identity.token('process', 'results');

    expect(await identity.verify(`Bearer ${token}`, 'https://results.example.test')).toBe('process');
    expect(await identity.verify(`Bearer ${token}`, 'results')).toBe('process');
  });

  test('is given out again until five minutes before its end, one for each audience', async () => {
    const identity = create();
    const tokens = Array.from({ length: 20 }, () => identity.token('process', AI_URL));
    const [first] = await Promise.all(tokens);
    expect(new Set(await Promise.all(tokens)).size).toBe(1);
    expect(asked()).toBe(1);

    clock.advance(55 * MINUTE_MS - 1000);
    expect(await identity.token('process', AI_URL)).toBe(first);
    await identity.token('process', 'another');
    expect(asked()).toBe(2);

    clock.advance(1000);
    expect(await identity.token('process', AI_URL)).not.toBe(first);
    expect(asked()).toBe(3);
  });

  test.each([
    ['refuses', () => Promise.reject(new Error('out of order')), 'out of order'],
    ['is silent', () => new Promise<never>(() => {}), 'no answer within 50 ms'],
  ])(
    'goes on while the server %s and the token holds; after that it is an error',
    async (_, fail, reason) => {
      const real = new GoogleAuth({ projectId: 'demo-carvos' });
      let away = false;
      const auth = {
        getIdTokenClient: (audience: string) => (away ? fail() : real.getIdTokenClient(audience)),
      };
      // Long enough for the real server, which the first token comes from.
      const identity = create({ auth, timeoutMs: 2000 });
      const impatient = create({ auth, timeoutMs: 50 });
      const first = await identity.token('process', AI_URL);
      away = true;
      clock.advance(56 * MINUTE_MS);
      expect(await identity.token('process', AI_URL)).toBe(first);
      clock.advance(4 * MINUTE_MS);
      await expect(impatient.token('process', AI_URL)).rejects.toThrow(
        `There is no ID token to be had for ${AI_URL}: ${reason}`,
      );

      away = false;
      const second = await identity.token('process', AI_URL);
      expect(await identity.verify(`Bearer ${second}`, AI_URL)).toBe('process');
    },
  );

  test('is not for a service with another account, and the error says what to do', async () => {
    await expect(
      create({ accounts: { process: 'other@example.test' } }).token('process', AI_URL),
    ).rejects.toThrow(
      `This function runs as ${EMAIL} and cannot speak for the service process, which is other@example.test. ` +
        'Deploy it under that account, or configure the account that it has',
    );
  });

  test('that is made out to another audience or does not hold is an error', async () => {
    const answers = (token: string) => ({
      getIdTokenClient: async () => ({ idTokenProvider: { fetchIdToken: async () => token } }) as never,
    });
    for (const token of ['', 'ya29.opaque', issuer.sign({ email: EMAIL, audience: 'another' })]) {
      const identity = create({ auth: answers(token) });
      await expect(identity.token('process', AI_URL)).rejects.toThrow(
        `What came as an ID token for ${AI_URL} is none that holds`,
      );
    }
  });
});

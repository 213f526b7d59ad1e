import { createHmac, sign as signBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  createIdTokenIssuer,
  type IdTokenIssuer,
  withoutSignature,
} from '../../../../scripts/emulators/id-token-issuer.ts';
import { makeCertificate, withOpenssl } from '../../../../tests/support/make-certificate.ts';
import { TestClock } from '../../../../tests/support/test-clock.ts';
import { StartupError } from '../../core/startup-error.ts';
import { describeServiceIdentityContract } from '../../ports/service-identity.contract.ts';
import type { ServiceIdentity, ServiceName } from '../../ports/service-identity.ts';
import { createGoogleServiceIdentity, type GoogleServiceIdentityDeps } from './google-service-identity.ts';

const AUDIENCE = 'https://deliver-abc-ew.a.run.app';
const accountOf = (service: string) => `${service}@demo-carvos.iam.gserviceaccount.com`;
const ACCOUNTS: Record<ServiceName, string> = {
  tasks: accountOf('tasks'),
  scheduler: accountOf('scheduler'),
  process: accountOf('process'),
  ai: accountOf('ai'),
};

const clock = new TestClock();
let issuer: IdTokenIssuer;
let impostor: IdTokenIssuer;
beforeAll(async () => {
  [issuer, impostor] = await Promise.all([createIdTokenIssuer({ clock }), createIdTokenIssuer({ clock })]);
});

const create = (deps: Partial<GoogleServiceIdentityDeps> = {}) =>
  createGoogleServiceIdentity({
    clock,
    accounts: ACCOUNTS,
    signature: 'verify',
    certs: () => issuer.certs(),
    ...deps,
  });

/** Everybody's tokens, signed by `by`: an adapter itself has those of its own account only. */
const speaking = (by: IdTokenIssuer, { verify }: ServiceIdentity): ServiceIdentity => ({
  token: async (service, audience) => by.sign({ email: ACCOUNTS[service], audience }),
  verify,
});

describeServiceIdentityContract('the Google service identity', async () => ({
  clock,
  identity: speaking(issuer, create()),
  impostor: speaking(impostor, create()),
  close: async () => {},
}));

const seconds = () => Math.floor(clock.now() / 1000);

/** What a header proves of a token that says this instead of what it should, where it is sent as the mode expects it. */
const MODES = [
  { signature: 'verify', sent: (token: string) => `Bearer ${token}` },
  { signature: 'verified-by-platform', sent: (token: string) => `Bearer ${withoutSignature(token)}` },
] as const;

describe.each(MODES)('the Google service identity, signature: $signature', ({ signature, sent }) => {
  const verifyClaims = (claims: Record<string, unknown>, deps: Partial<GoogleServiceIdentityDeps> = {}) => {
    const token = issuer.sign({ email: ACCOUNTS.tasks, audience: AUDIENCE, claims });
    return create({ signature, ...deps }).verify(sent(token), AUDIENCE);
  };

  test('tells a service by the address of its account', async () => {
    for (const service of Object.keys(ACCOUNTS) as ServiceName[]) {
      expect(await verifyClaims({ email: ACCOUNTS[service] })).toBe(service);
    }
  });

  test.each<[string, Record<string, unknown>]>([
    ['of an unknown account', { email: accountOf('portal') }],
    ['of an account in another project', { email: 'tasks@another.iam.gserviceaccount.com' }],
    ['of a longer address', { email: `x${accountOf('tasks')}` }],
    ['of an address in another case', { email: accountOf('TASKS') }],
    ['of an account named like a property', { email: 'constructor' }],
    ['without an address', { email: undefined }],
    ['with an address that is no text', { email: [accountOf('tasks')] }],
    ['with an address that is not verified', { email_verified: false }],
    ['that does not say whether its address is verified', { email_verified: undefined }],
    ['that says so in a text', { email_verified: 'true' }],
    ['of another issuer', { iss: 'https://accounts.google.com.example.test' }],
    ['of a Firebase project', { iss: 'https://securetoken.google.com/demo-carvos' }],
    ['without an issuer', { iss: undefined }],
    ['for another audience', { aud: `${AUDIENCE}/` }],
    ['for several audiences', { aud: [AUDIENCE] }],
    ['without an audience', { aud: undefined }],
    ['without an end', { exp: undefined }],
    ['whose end is a text', { exp: '9999999999' }],
    ['without a beginning', { iat: undefined }],
  ])('proves nothing by a token %s', async (_, claims) => {
    expect(await verifyClaims(claims)).toBeUndefined();
  });

  test.each<[string, number, number, ServiceName | undefined]>([
    ['issued now for an hour', 0, 3600, 'tasks'],
    ['at its end', -3600, 0, undefined],
    ['a second before its end', -3600, 1, 'tasks'],
    ['of a clock that is a minute fast', 60, 3600, 'tasks'],
    ['from the future', 61, 3600, undefined],
    ['for a day', 0, 86_400, 'tasks'],
    ['for longer than Google issues them', 0, 86_401, undefined],
  ])('a token %s: from %d s to %d s', async (_, from, to, expected) => {
    expect(await verifyClaims({ iat: seconds() + from, exp: seconds() + to })).toBe(expected);
  });

  test('takes both names that Google signs by', async () => {
    expect(await verifyClaims({ iss: 'accounts.google.com' })).toBe('tasks');
  });

  test('knows a function by the URL that its tokens are made out to', async () => {
    const audiences = { deliver: AUDIENCE };
    const identity = create({ signature, audiences });
    const token = (audience: string) => sent(issuer.sign({ email: ACCOUNTS.tasks, audience }));

    expect(await identity.verify(token(AUDIENCE), 'deliver')).toBe('tasks');
    expect(await identity.verify(token('deliver'), 'deliver')).toBeUndefined();
    expect(await identity.verify(token('process'), 'process')).toBe('tasks');
    expect(await identity.verify(token('toString'), 'toString')).toBe('tasks');
  });

  test('does not prove a service that has no account', async () => {
    const { tasks: _, ...accounts } = ACCOUNTS;

    expect(await verifyClaims({}, { accounts })).toBeUndefined();
    expect(await verifyClaims({ email: '' }, { accounts: { tasks: '' } })).toBeUndefined();
  });

  test('proves nothing by whatever text, and never throws', async () => {
    const identity = create({ signature });
    const header = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `Bearer ${text}`),
      fc.array(fc.base64String(), { maxLength: 5 }).map((parts) => `Bearer ${parts.join('.')}`),
      fc
        .jsonValue()
        .map((value) => sent(`e30.${Buffer.from(JSON.stringify(value)).toString('base64url')}.AA`)),
    );
    await fc.assert(
      fc.asyncProperty(header, async (text) => {
        expect(await identity.verify(text, AUDIENCE)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test('proves nothing by claims of whatever kind, and never throws', async () => {
    const claims = fc.record(
      {
        iss: fc.jsonValue(),
        aud: fc.jsonValue(),
        email: fc.jsonValue(),
        email_verified: fc.jsonValue(),
        iat: fc.jsonValue(),
        exp: fc.jsonValue(),
      },
      { requiredKeys: ['exp'] },
    );
    await fc.assert(
      fc.asyncProperty(claims, async (said) => {
        const held = typeof said.exp === 'number' && said.exp > seconds();
        expect(held ? undefined : await verifyClaims(said)).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});

describe('the Google service identity where it verifies signatures', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = () => issuer.sign({ email: ACCOUNTS.tasks, audience: AUDIENCE });
  const verify = (text: string, deps: Partial<GoogleServiceIdentityDeps> = {}) =>
    create(deps).verify(`Bearer ${text}`, AUDIENCE);
  const kidOf = async () => Object.keys(await issuer.certs())[0] ?? '';

  test('takes no token whose signature the platform took off', async () => {
    expect(await verify(withoutSignature(token()))).toBeUndefined();
  });

  test('takes no HMAC that has the public key for its secret', async () => {
    const [, payload] = token().split('.');
    const kid = await kidOf();
    for (const [alg, hash] of [
      ['HS256', 'sha256'],
      ['HS512', 'sha512'],
    ] as const) {
      const signed = `${part({ alg, kid, typ: 'JWT' })}.${payload}`;
      const mac = createHmac(hash, (await issuer.certs())[kid] ?? '').update(signed);
      expect(await verify(`${signed}.${mac.digest('base64url')}`)).toBeUndefined();
    }
  });

  test.each([undefined, 'another', '__proto__', 'constructor', ''])(
    'takes no token that names the key %p',
    async (kid) => {
      const [, payload, signature] = token().split('.');

      expect(await verify(`${part({ alg: 'RS256', kid })}.${payload}.${signature}`)).toBeUndefined();
    },
  );

  test('takes no key that a token brings along', async () => {
    const [, payload] = impostor.sign({ email: ACCOUNTS.tasks, audience: AUDIENCE }).split('.');
    const [jwk] = impostor.jwks().keys;
    const header = { alg: 'RS256', jwk, jku: 'https://example.test/jwks', kid: await kidOf() };

    expect(await verify(`${part(header)}.${payload}.AAAA`)).toBeUndefined();
  });

  test('proves nothing while the certificates cannot be had or are no certificates, and asks again', async () => {
    let answers = 0;
    const certs = async () => {
      answers += 1;
      if (answers === 1) throw new Error('no network');
      return answers === 2 ? { [await kidOf()]: 'not a certificate' } : issuer.certs();
    };
    const identity = create({ certs });
    const authorization = `Bearer ${token()}`;

    expect(await identity.verify(authorization, AUDIENCE)).toBeUndefined();
    expect(await identity.verify(authorization, AUDIENCE)).toBeUndefined();
    expect(await identity.verify(authorization, AUDIENCE)).toBe('tasks');
  });

  withOpenssl('reads keys out of certificates, as Google gives them', async () => {
    const { key, cert } = makeCertificate();
    const [, payload] = token().split('.');
    const signed = `${part({ alg: 'RS256', kid: 'one' })}.${payload}`;
    const signature = signBytes('sha256', Buffer.from(signed), key).toString('base64url');

    expect(await verify(`${signed}.${signature}`, { certs: async () => ({ one: cert }) })).toBe('tasks');
  });
});

describe('the Google service identity behind Cloud Run', () => {
  const identity = create({ signature: 'verified-by-platform' });
  const verify = (text: string) => identity.verify(`Bearer ${text}`, AUDIENCE);

  test('takes a token whose signature is gone, or is right; nobody has looked at one that is there', async () => {
    const token = issuer.sign({ email: ACCOUNTS.tasks, audience: AUDIENCE });
    const [header, payload, signature] = token.split('.');

    expect(await verify(withoutSignature(token))).toBe('tasks');
    expect(await verify(token)).toBe('tasks');
    expect(await verify(impostor.sign({ email: ACCOUNTS.tasks, audience: AUDIENCE }))).toBeUndefined();
    expect(await verify(`${header}.${payload}.`)).toBeUndefined();
    expect(await verify(`${header}.${payload}.signature_removed_by_google`)).toBeUndefined();
    expect(await verify(`${header}.${payload}.${signature}.SIGNATURE_REMOVED_BY_GOOGLE`)).toBeUndefined();
    expect(await verify(`${payload}.SIGNATURE_REMOVED_BY_GOOGLE`)).toBeUndefined();
  });
});

test('two services with one account are refused at the start', () => {
  const accounts = { tasks: accountOf('one'), scheduler: accountOf('one') };

  expect(() => create({ accounts })).toThrow(StartupError);
  expect(() => create({ accounts })).toThrow(
    `The services tasks and scheduler have one account, ${accountOf('one')}. Give each its own`,
  );
});

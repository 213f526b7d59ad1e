import { createHmac, sign as signBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  createSessionSigner,
  type SessionSigner,
} from '../../../../../scripts/emulators/identity-toolkit/create-session-signer.ts';
import { makeCertificate, withOpenssl } from '../../../../../tests/support/make-certificate.ts';
import { TestClock } from '../../../../../tests/support/test-clock.ts';
import { signedSessionCookies, unsignedSessionCookies } from './session-cookie.ts';

const projectId = 'demo-carvos';
const clock = new TestClock();
const seconds = () => Math.floor(clock.now() / 1000);

let signer: SessionSigner;
let kid: string;
let pem: string;
beforeAll(async () => {
  signer = createSessionSigner();
  [[kid, pem] = ['', '']] = Object.entries(await signer.certs());
});

const read = (cookie: string) =>
  signedSessionCookies({ projectId, clock, keys: async (asked) => (asked === kid ? pem : undefined) })(
    cookie,
  );
const readUnsigned = (cookie: string) => unsignedSessionCookies({ projectId, clock })(cookie);

const claims = (changed: object = {}) => ({
  iss: `https://session.firebase.google.com/${projectId}`,
  aud: projectId,
  sub: 'somebody',
  auth_time: seconds(),
  iat: seconds(),
  exp: seconds() + 3600,
  ...changed,
});
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (payload: unknown, header: object = { alg: 'none', typ: 'JWT' }) =>
  `${part(header)}.${part(payload)}.`;

const WRONG_CLAIMS: [string, object][] = [
  ['of another project’s issuer', { iss: 'https://session.firebase.google.com/another' }],
  ['that is an ID token', { iss: `https://securetoken.google.com/${projectId}` }],
  ['without an issuer', { iss: undefined }],
  ['for another project', { aud: 'another' }],
  ['for this project among others', { aud: [projectId] }],
  ['for nobody', { sub: undefined }],
  ['for an empty name', { sub: '' }],
  ['for a number', { sub: 7 }],
  ['at its end', { exp: seconds() }],
  ['without an end', { exp: undefined }],
  ['with an end that is a text', { exp: '99999999999' }],
  ['from the future', { iat: seconds() + 61 }],
  ['without its time', { iat: undefined }],
  ['of a sign-in in the future', { auth_time: seconds() + 61 }],
  ['without the time of the sign-in', { auth_time: undefined }],
  ['of a sign-in at no time', { auth_time: null }],
];

describe('a signed session cookie', () => {
  test('says whose session it is, when it began and when it ends', async () => {
    expect(await read(await signer.sign(claims()))).toEqual({
      userId: 'somebody',
      sessionId: expect.stringMatching(/^[0-9a-f]{64}$/),
      signedInAt: seconds() * 1000,
      expiresAt: (seconds() + 3600) * 1000,
    });
  });

  test('is named by the hash of what is signed', async () => {
    const frozen = { ...claims(), auth_time: 1, iat: 1, exp: 99_999_999_999 };
    // Python: hashlib.sha256(f'{header}.{payload}'.encode()).hexdigest()
    expect((await readUnsigned(unsigned(frozen)))?.sessionId).toBe(
      'f6db3a646f960e8d8f876812d9a13ff20c9f925287ee8ae8320172f04330b9b9',
    );
  });

  test('may come from a clock that is a minute ahead', async () => {
    const ahead = await signer.sign(claims({ iat: seconds() + 60, auth_time: seconds() + 60 }));
    expect(await read(ahead)).toBeDefined();
  });

  test.each(WRONG_CLAIMS)('%s is none', async (_, changed) => {
    expect(await read(await signer.sign(claims(changed)))).toBeUndefined();
  });

  test('that is not signed is none, however its algorithm is written', async () => {
    const signature = (await signer.sign(claims())).split('.')[2];
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '', null, undefined]) {
      for (const end of ['', signature, 'AA']) {
        expect(await read(`${unsigned(claims(), { alg, kid })}${end}`)).toBeUndefined();
      }
    }
  });

  test('that has the public key for its HMAC’s secret is none', async () => {
    for (const [alg, hash] of [
      ['HS256', 'sha256'],
      ['HS384', 'sha384'],
      ['HS512', 'sha512'],
    ] as const) {
      const signed = `${part({ alg, kid, typ: 'JWT' })}.${part(claims())}`;
      for (const secret of [pem, pem.trim()]) {
        const mac = createHmac(hash, secret).update(signed).digest('base64url');
        expect(await read(`${signed}.${mac}`)).toBeUndefined();
      }
    }
  });

  test('of another key is none, whatever key it names or brings along', async () => {
    const impostor = createSessionSigner();
    const [[own = '', ownPem = ''] = []] = Object.entries(await impostor.certs());
    for (const header of [
      { kid },
      { kid: own },
      { kid, x5c: [ownPem] },
      { kid, jku: 'https://example.test/' },
    ]) {
      expect(await read(await impostor.sign(claims(), header))).toBeUndefined();
    }
  });

  test.each([undefined, null, '', 'another', '__proto__', 7, ['x']])(
    'that names the key %p is none',
    async (named) => {
      const [, payload, signature] = (await signer.sign(claims())).split('.');
      expect(await read(`${part({ alg: 'RS256', kid: named })}.${payload}.${signature}`)).toBeUndefined();
    },
  );

  test('cannot be told from others while the keys cannot be had', async () => {
    const keys = () => Promise.reject(new Error('no network'));
    const reading = signedSessionCookies({ projectId, clock, keys });

    await expect(reading(await signer.sign(claims()))).rejects.toThrow('no network');
    expect(await reading('whatever else')).toBeUndefined();
  });

  withOpenssl('is verified with a certificate, as Google gives them', async () => {
    const { key, cert } = makeCertificate();
    const signed = `${part({ alg: 'RS256', kid: 'one' })}.${part(claims())}`;
    const signature = signBytes('sha256', Buffer.from(signed), key).toString('base64url');
    const reading = signedSessionCookies({ projectId, clock, keys: async () => cert });

    expect(await reading(`${signed}.${signature}`)).toBeDefined();
  });

  test('is no text that is not signed, whatever it is, and reading it never throws', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.base64String(), { maxLength: 5 }).map((parts) => parts.join('.')),
      fc.tuple(fc.jsonValue(), fc.jsonValue()).map(([a, b]) => `${part(a)}.${part(b)}.AA`),
      fc.jsonValue().map((said) => `${part({ alg: 'RS256', kid })}.${part(claims(Object(said)))}.AA`),
    );
    await fc.assert(
      fc.asyncProperty(text, async (cookie) => {
        expect(await read(cookie)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('an unsigned session cookie, as the Auth emulator makes them', () => {
  test('says whose session it is', async () => {
    expect(await readUnsigned(unsigned(claims()))).toMatchObject({ userId: 'somebody' });
  });

  test.each(WRONG_CLAIMS)('%s is none', async (_, changed) => {
    expect(await readUnsigned(unsigned(claims(changed)))).toBeUndefined();
  });

  test('is none when it is signed, which nobody would verify', async () => {
    const signed = await signer.sign(claims());
    expect(await readUnsigned(signed)).toBeUndefined();
    expect(await readUnsigned(`${unsigned(claims())}AA`)).toBeUndefined();
  });
});

import { beforeAll, describe, expect, test } from '@jest/globals';
import { OAuth2Client } from 'google-auth-library';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { systemClock } from '../../functions/shared/adapters/system/system-clock.ts';
import { TestClock } from '../../tests/support/test-clock.ts';
import { createIdTokenIssuer, type IdTokenIssuer, withoutSignature } from './id-token-issuer.ts';

const EMAIL = 'tasks@demo-carvos.iam.gserviceaccount.com';
const AUDIENCE = 'https://deliver.example.test';

describe('an ID token of the issuer that stands for Google', () => {
  const clock = new TestClock();
  let issuer: IdTokenIssuer;
  beforeAll(async () => {
    issuer = await createIdTokenIssuer({ clock });
  });

  test('says what those of Google say, and holds for an hour', () => {
    const now = clock.now() / 1000;
    const token = issuer.sign({ email: EMAIL, audience: AUDIENCE });

    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', kid: expect.any(String), typ: 'JWT' });
    expect(decodeJwt(token)).toEqual({
      iss: 'https://accounts.google.com',
      aud: AUDIENCE,
      azp: expect.stringMatching(/^1\d{20}$/),
      sub: expect.stringMatching(/^1\d{20}$/),
      email: EMAIL,
      email_verified: true,
      iat: now,
      exp: now + 3600,
    });
  });

  test("holds before Google's own library", async () => {
    const issuerNow = await createIdTokenIssuer({ clock: systemClock });
    const token = issuerNow.sign({ email: EMAIL, audience: AUDIENCE });
    const issuers = ['https://accounts.google.com'];

    const certs = await issuerNow.certs();
    const ticket = await new OAuth2Client().verifySignedJwtWithCertsAsync(token, certs, AUDIENCE, issuers);

    expect(ticket.getPayload()?.email).toBe(EMAIL);
  });

  test('holds by the key set, and without its signature no more', async () => {
    const token = issuer.sign({ email: EMAIL, audience: AUDIENCE });
    const keys = createLocalJWKSet(issuer.jwks() as JSONWebKeySet);
    const options = { currentDate: new Date(clock.now()) };

    expect((await jwtVerify(token, keys, options)).payload.email).toBe(EMAIL);
    await expect(jwtVerify(withoutSignature(token), keys, options)).rejects.toThrow();
  });

  test('says also what it should not, when asked to', () => {
    const token = issuer.sign({
      email: EMAIL,
      audience: AUDIENCE,
      claims: { iss: 'x', email_verified: undefined },
    });

    expect(decodeJwt(token).iss).toBe('x');
    expect(decodeJwt(token)).not.toHaveProperty('email_verified');
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compactVerify, decodeJwt, importSPKI } from 'jose';
import { TestClock } from '../../../tests/support/test-clock.ts';
import {
  type IdentityToolkitEmulator,
  startIdentityToolkitEmulator,
} from './start-identity-toolkit-emulator.ts';

const PASSWORD = 'a password of nobody';

describe('the emulator of Identity Toolkit', () => {
  const clock = new TestClock();
  let emulator: IdentityToolkitEmulator;
  beforeAll(async () => {
    emulator = await startIdentityToolkitEmulator({ projectId: 'demo-carvos', clock });
  });
  afterAll(() => emulator.stop());

  async function post(path: string, body: object, authorization = 'Bearer owner') {
    const headers = { ...(authorization ? { authorization } : {}) };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`${emulator.url}/v1/${path}`, init);
    return { status: response.status, json: JSON.parse(await response.text()) };
  }
  const owner = (method: string, body: object) => post(`projects/demo-carvos${method}`, body);
  const anyone = (method: string, body: object) =>
    post(`accounts:${method}?key=${emulator.apiKey}`, body, '');
  const refused = (message: string, code = 400) => ({
    status: code,
    json: { error: { code, message, errors: [{ message, reason: 'invalid' }] } },
  });

  test('lets nobody but an owner manage accounts, and only those of its project', async () => {
    const path = 'projects/demo-carvos/accounts:lookup';
    for (const authorization of ['', 'Bearer', 'Basic owner']) {
      expect(await post(path, {}, authorization)).toEqual(refused('UNAUTHENTICATED', 401));
    }
    expect(await post('projects/another/accounts:lookup', {})).toEqual(refused('PROJECT_NOT_FOUND'));
    expect(await owner('/accounts:delete', {})).toEqual(refused('NOT_FOUND', 404));
  });

  test('takes its API key only, and says of no address whether it has an account', async () => {
    const invalid = 'API key not valid. Please pass a valid API key.';
    expect(await post('accounts:signInWithPassword?key=another', {}, '')).toEqual(refused(invalid));
    emulator.signUp('ada@example.com', PASSWORD);
    for (const email of ['ada@example.com', 'nobody@example.com']) {
      const answer = await anyone('signInWithPassword', { email, password: 'wrong' });
      expect(answer).toEqual(refused('INVALID_LOGIN_CREDENTIALS'));
      const sent = await owner('/accounts:sendOobCode', { email, requestType: 'PASSWORD_RESET' });
      expect(sent).toEqual({ status: 200, json: { email } });
    }
  });

  test('makes session cookies with the claims of the sign-in, signed with the key that it serves', async () => {
    emulator.signUp('grace@example.com', PASSWORD);
    const signedIn = await anyone('signInWithPassword', { email: 'Grace@example.com', password: PASSWORD });
    clock.advance(5000);
    const { idToken } = signedIn.json;
    const { json } = await owner(':createSessionCookie', { idToken, validDuration: '300' });

    const [[kid, pem = ''] = []] = Object.entries(
      (await (await fetch(emulator.certsUrl)).json()) as Record<string, string>,
    );
    const { protectedHeader } = await compactVerify(json.sessionCookie, await importSPKI(pem, 'RS256'));
    expect(protectedHeader).toEqual({ alg: 'RS256', kid });
    const before = decodeJwt(idToken);
    const after = decodeJwt(json.sessionCookie);
    expect(after).toEqual({
      ...before,
      iss: 'https://session.firebase.google.com/demo-carvos',
      iat: (before.iat ?? 0) + 5,
      exp: (before.iat ?? 0) + 305,
    });
    const tooLong = { idToken, validDuration: String(15 * 86_400) };
    expect(await owner(':createSessionCookie', tooLong)).toEqual(refused('INVALID_DURATION'));
  });

  test('shows no password, and nothing that one could be read from', async () => {
    const { localId } = emulator.signUp('alan@example.com', PASSWORD);
    const { json } = await owner('/accounts:lookup', { localId: [localId] });

    expect(json.users).toEqual([
      {
        localId,
        email: 'alan@example.com',
        disabled: false,
        createdAt: String(clock.now()),
        validSince: String(Math.floor(clock.now() / 1000)),
        passwordUpdatedAt: clock.now(),
        passwordHash: 'UkVEQUNURUQ=',
        providerUserInfo: [{ providerId: 'password' }],
      },
    ]);
  });

  test('shows the codes that were sent, as Google’s emulator does, until they are used', async () => {
    emulator.signUp('edith@example.com');
    await owner('/accounts:sendOobCode', { email: 'edith@example.com', requestType: 'PASSWORD_RESET' });
    const list = async () => {
      const response = await fetch(`${emulator.url}/emulator/v1/projects/demo-carvos/oobCodes`);
      const { oobCodes } = (await response.json()) as { oobCodes: { email: string; oobCode: string }[] };
      return oobCodes.filter(({ email }) => email === 'edith@example.com');
    };
    const [{ oobCode } = { oobCode: '' }] = await list();

    expect(emulator.newestMail('edith@example.com')).toBe(oobCode);
    const weak = 'WEAK_PASSWORD : Password should be at least 6 characters';
    expect(await anyone('resetPassword', { oobCode, newPassword: 'short' })).toEqual(refused(weak));
    expect((await anyone('resetPassword', { oobCode, newPassword: PASSWORD })).status).toBe(200);
    expect(await list()).toEqual([]);
  });

  test('refuses claims that are longer than Google’s may be', async () => {
    const { localId } = emulator.signUp('long@example.com');
    const customAttributes = JSON.stringify({ x: 'x'.repeat(1000) });

    expect(await owner('/accounts:update', { localId, customAttributes })).toEqual(
      refused('CLAIMS_TOO_LARGE'),
    );
    expect(await owner('/accounts:update', { customAttributes: '{}' })).toEqual(refused('MISSING_LOCAL_ID'));
  });
});

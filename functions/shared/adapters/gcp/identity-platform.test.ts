import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type AuthClient, Compute, JWT, OAuth2Client, UserRefreshClient } from 'google-auth-library';
import {
  type IdentityToolkitEmulator,
  startIdentityToolkitEmulator,
} from '../../../../scripts/emulators/identity-toolkit/start-identity-toolkit-emulator.ts';
import { freePort } from '../../../../scripts/free-port.ts';
import { TestClock } from '../../../../tests/support/test-clock.ts';
import { describePortalIdentityContract } from '../../ports/portal-identity.contract.ts';
import { PersonExistsError, type PortalIdentity } from '../../ports/portal-identity.ts';
import { createIdentityPlatform, type IdentityPlatformDeps } from './identity-platform.ts';

const projectId = 'demo-carvos';
const clock = new TestClock();
let emulator: IdentityToolkitEmulator;
beforeAll(async () => {
  emulator = await startIdentityToolkitEmulator({ projectId, clock });
});
afterAll(() => emulator.stop());

const create = (deps: Partial<IdentityPlatformDeps> = {}): PortalIdentity => {
  const { apiKey, url: toolkitUrl, certsUrl: sessionCertsUrl } = emulator;
  return createIdentityPlatform({ clock, projectId, apiKey, toolkitUrl, sessionCertsUrl, ...deps });
};

describePortalIdentityContract('Identity Platform', async () => ({
  identity: create(),
  clock,
  readMail: async (email) => emulator.newestMail(email),
  addWithoutRole: async (email, password) => void emulator.signUp(email, password),
  close: async () => {},
}));

const STAFF = { role: 'staff' } as const;
const PASSWORD = 'a password of nobody';

/** Somebody who may sign in with {@link PASSWORD}, and a second that nothing has happened in. */
async function addPerson(email: string) {
  const identity = create();
  const person = await identity.create(email, STAFF);
  const { code } = await identity.passwordCode(email);
  await identity.setPassword(code, PASSWORD);
  clock.advance(1000);
  return person;
}

describe('signing in on Identity Platform', () => {
  test('makes the same calls for an address that nobody has as for a wrong password', async () => {
    await addPerson('same.calls@example.com');
    const callsOf = async (email: string, password: string) => {
      const before = emulator.calls().length;
      await create().signIn(email, password);
      return emulator.calls().slice(before);
    };

    const wrong = await callsOf('same.calls@example.com', 'wrong');
    expect(wrong).toEqual(['POST /v1/accounts:signInWithPassword']);
    expect(await callsOf('nobody@example.com', 'wrong')).toEqual(wrong);
  });

  test('answers like a wrong password where Google has locked the account: to say so would tell that there is one', async () => {
    await addPerson('locked@example.com');
    emulator.lockOut('locked@example.com');

    expect(await create().signIn('Locked@example.com', PASSWORD)).toBeUndefined();
  });

  test.each([['revoked'], ['given another password']])(
    'is refused for the rest of the second in which the account was %s, and never hands out a dead cookie',
    async (what) => {
      const email = `${what.slice(0, 5)}@example.com`;
      const { userId } = await addPerson(email);
      clock.advance(500 - (clock.now() % 1000));
      const identity = create();
      if (what === 'revoked') await identity.revoke(userId);
      else await identity.setPassword((await identity.passwordCode(email)).code, PASSWORD);

      for (const ms of [0, 499]) {
        clock.advance(ms);
        await expect(identity.signIn(email, PASSWORD)).rejects.toMatchObject({
          code: 'unavailable',
          headers: { 'retry-after': '1' },
        });
      }
      clock.advance(1);
      const signedIn = await identity.signIn(email, PASSWORD);
      expect(await identity.verify(signedIn?.cookie ?? '')).toEqual(signedIn?.session);
    },
  );

  test('says whose key it is when the API key is that of another project', async () => {
    await expect(create({ apiKey: 'another' }).signIn('ada@example.com', PASSWORD)).rejects.toThrow(
      'Identity Platform refused accounts:signInWithPassword with 400',
    );
  });
});

describe('a session on Identity Platform', () => {
  const signIn = async (email: string) => {
    const { userId } = await addPerson(email);
    const { cookie = '' } = (await create().signIn(email, PASSWORD)) ?? {};
    return { userId, cookie };
  };

  test.each<[string, (localId: string) => void]>([
    ['disabled', (localId) => emulator.update({ localId, disableUser: true })],
    ['left without a role', (localId) => emulator.update({ localId, customAttributes: '{}' })],
    ['deleted', (localId) => emulator.remove(localId)],
  ])('holds no longer once its account was %s in Google’s console', async (what, change) => {
    const { userId, cookie } = await signIn(`${what.slice(0, 4)}.console@example.com`);
    expect(await create().verify(cookie)).toBeDefined();
    change(userId);

    expect(await create().verify(cookie)).toBeUndefined();
  });

  test('has the role that its account has now, and not the one that it had', async () => {
    const { userId, cookie } = await signIn('moved@example.com');
    const claims = { carvos_role: 'administrator', carvos_ats: 'acme' };
    emulator.update({ localId: userId, customAttributes: JSON.stringify(claims) });

    const role = { role: 'administrator', atsId: 'acme' };
    expect((await create().verify(cookie))?.person.role).toEqual(role);
  });

  test('takes one look at its account each time, and one at the keys in all', async () => {
    const { cookie } = await signIn('looked.at@example.com');
    const identity = create();
    const before = emulator.calls().length;
    for (let count = 0; count < 3; count += 1) await identity.verify(cookie);

    const lookup = `POST /v1/projects/${projectId}/accounts:lookup`;
    const keys = 'GET /identitytoolkit/v3/relyingparty/publicKeys';
    expect(emulator.calls().slice(before)).toEqual([keys, lookup, lookup, lookup]);
  });
});

describe('an account on Identity Platform', () => {
  test('that a call made and could not give its role is finished by a later one, and not by one at once', async () => {
    emulator.signUp('half.made@example.com');
    const identity = create();

    expect(await identity.find('half.made@example.com')).toBeUndefined();
    await expect(identity.create('half.made@example.com', STAFF)).rejects.toMatchObject({
      code: 'unavailable',
      headers: { 'retry-after': '60' },
    });
    clock.advance(60_000);
    const made = await identity.create('half.made@example.com', STAFF);
    const account = { ...made, disabled: false, hasPassword: false };
    expect(await identity.find('half.made@example.com')).toEqual(account);
    await expect(identity.create('half.made@example.com', STAFF)).rejects.toThrow(PersonExistsError);
  });

  test('of an address that Identity Platform takes for none is the one who asks to put right', async () => {
    await expect(create().create('a@b.c', STAFF)).rejects.toMatchObject({
      code: 'validation_failed',
      detail: [{ loc: ['body', 'email'] }],
    });
  });

  test('that somebody made himself, with a password, comes by no role as its address is invited', async () => {
    emulator.signUp('squatter@example.com', PASSWORD);
    clock.advance(86_400_000);
    const identity = create();

    await expect(identity.create('squatter@example.com', STAFF)).rejects.toThrow(PersonExistsError);
    expect(await identity.find('squatter@example.com')).toBe('not-ours');
    expect(await identity.signIn('squatter@example.com', PASSWORD)).toBeUndefined();
  });

  test('that is gone has no sessions to revoke', async () => {
    expect(await create().revoke('nobody')).toBeUndefined();
    await expect(create().setDisabled('nobody', true)).rejects.toThrow('USER_NOT_FOUND');
  });
});

describe('Identity Platform that does not answer', () => {
  afterEach(() => emulator.resume());

  test('makes every call reject within its deadline', async () => {
    await addPerson('waiting@example.com');
    const { cookie = '' } = (await create().signIn('waiting@example.com', PASSWORD)) ?? {};
    emulator.suspend();
    const identity = create({ timeoutMs: 50 });

    const calls = [
      identity.signIn('waiting@example.com', PASSWORD),
      identity.verify(cookie),
      identity.revoke('x'),
      identity.create('late@example.com', STAFF),
      identity.find('waiting@example.com'),
      identity.setDisabled('x', true),
      identity.passwordCode('waiting@example.com'),
      identity.sendPasswordMail('waiting@example.com'),
      identity.setPassword('code', PASSWORD),
    ];
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(calls.map(() => 'rejected'));
  });

  test('makes a call reject also where no access token is to be had', async () => {
    const never = { getClient: () => new Promise<never>(() => {}) };
    const refused = { getClient: async () => Promise.reject(new Error('no credentials')) };
    const empty = { getClient: async () => new OAuth2Client() };
    const of = (auth: IdentityPlatformDeps['auth']) =>
      createIdentityPlatform({ clock, projectId, apiKey: 'x', timeoutMs: 50, ...(auth ? { auth } : {}) });

    await expect(of(never).find('ada@example.com')).rejects.toThrow('within 50 ms');
    await expect(of(refused).find('ada@example.com')).rejects.toThrow('no access token');
    await expect(of(empty).find('ada@example.com')).rejects.toThrow('no access token');
  });

  test('is not asked about a cookie that can be none', async () => {
    emulator.suspend();

    for (const text of ['', 'x', 'e30.e30.AA', 'A'.repeat(100_000)]) {
      expect(await create({ timeoutMs: 50 }).verify(text)).toBeUndefined();
    }
  });
});

describe('errors of Identity Platform', () => {
  /** Answers everything alike, repeating what was sent, as the real service now and then does in its prose. */
  async function withAnswer(
    status: number,
    answer: (sent: string) => string,
    work: (url: string) => Promise<void>,
  ) {
    const asked: string[] = [];
    const server = createServer(async (request, response) => {
      asked.push(request.url ?? '');
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const sent = `${Buffer.concat(chunks)} ${request.url} ${request.headers.authorization}`;
      response.writeHead(status, { location: '/elsewhere' }).end(answer(sent));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).finally(() => server.close());
    // A password goes to whom it was meant for.
    expect(asked).not.toContain('/elsewhere');
  }

  const refusal = (message: string) => (sent: string) =>
    JSON.stringify({ error: { code: 400, message: message.replace('…', sent), status: 'INVALID_ARGUMENT' } });

  test.each<[string, number, (sent: string) => string]>([
    ['a code that is not known', 400, refusal('SOMETHING_ELSE : you sent …')],
    ['prose', 400, refusal('Invalid value: …')],
    ['a code made of what was sent', 400, refusal('…')],
    ['a server error', 500, (sent) => sent],
    ['an answer that is not JSON', 200, (sent) => sent],
    ['a redirect', 307, (sent) => sent],
  ])('hold nothing of what was sent: %s', async (_, status, answer) => {
    const secrets = { password: 'HUNTER_TWO', code: 'OOB_CODE_SECRET', key: 'API_KEY_SECRET' };
    await withAnswer(status, answer, async (toolkitUrl) => {
      const identity = create({ toolkitUrl, apiKey: secrets.key });
      const calls = [
        () => identity.signIn('ada@example.com', secrets.password),
        () => identity.setPassword(secrets.code, secrets.password),
      ];
      for (const call of calls) {
        const error = await call().catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(Error);
        const said = inspect(error, { depth: 9, showHidden: true });
        for (const secret of Object.values(secrets)) expect(said).not.toContain(secret);
      }
    });
  });

  test('say why it cannot be reached, and not with what', async () => {
    const error = await create({
      toolkitUrl: `http://127.0.0.1:${await freePort()}`,
      apiKey: 'API_KEY_SECRET',
    })
      .signIn('ada@example.com', 'HUNTER_TWO')
      .catch((thrown: unknown) => thrown);

    const said = inspect(error, { depth: 9, showHidden: true });
    expect(said).toContain(
      'Identity Platform cannot be reached for accounts:signInWithPassword: ECONNREFUSED',
    );
    expect(said).not.toMatch(/API_KEY_SECRET|HUNTER_TWO/);
  });
});

describe('Identity Platform itself', () => {
  const CREDENTIALS = { access_token: 'own-token', expiry_date: Date.now() + 3_600_000 };
  const withToken = <T extends AuthClient>(client: T): T => {
    client.setCredentials(CREDENTIALS);
    return client;
  };

  test.each<[string, AuthClient, Record<string, string>]>([
    ['a function’s own account', withToken(new Compute()), {}],
    ['an account with a key', withToken(new JWT()), {}],
    [
      // Google refuses a person's token that does not say whose project the call is counted to.
      'whoever runs a command, on the project’s account',
      withToken(new UserRefreshClient({ refreshToken: 'x' })),
      { 'x-goog-user-project': projectId },
    ],
  ])('is asked as %s, with a token for each call', async (_, client, besides) => {
    const requests: { url: string; headers: object }[] = [];
    const fetching = jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, { headers } = {}) => {
      requests.push({ url: String(url), headers: headers as Record<string, string> });
      return new Response('{}');
    });
    try {
      const auth = { getClient: async () => client } as IdentityPlatformDeps['auth'] & object;
      const identity = createIdentityPlatform({ clock, projectId, apiKey: 'web-key', auth });
      expect(await identity.find('ada@example.com')).toBeUndefined();
      expect(await identity.setPassword('code', PASSWORD)).toBeUndefined();
    } finally {
      fetching.mockRestore();
    }
    const base = 'https://identitytoolkit.googleapis.com/v1';
    const type = { 'content-type': 'application/json' };
    expect(requests).toEqual([
      {
        url: `${base}/projects/${projectId}/accounts:lookup`,
        headers: { ...type, authorization: 'Bearer own-token', ...besides },
      },
      { url: `${base}/accounts:resetPassword?key=web-key`, headers: type },
    ]);
  });
});

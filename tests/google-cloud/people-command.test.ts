import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type EmulatedPlatform,
  openEmulatedPlatform,
} from '../../scripts/emulators/open-emulated-platform.ts';
import { type Gateway, startGateway } from '../../scripts/local/start-gateway.ts';
import { runScript } from '../support/child-server.ts';
import { PortalClient } from '../support/portal-client.ts';
import { tempDir } from '../support/temp-dir.ts';
import { TestClock } from '../support/test-clock.ts';

describe("npm run people on Google Cloud's platform", () => {
  const dir = tempDir();
  const clock = new TestClock();
  let gateway: Gateway<EmulatedPlatform>;
  let env: Record<string, string>;
  beforeAll(async () => {
    gateway = await startGateway({
      port: 0,
      dataDir: dir.path,
      inboxInMemory: true,
      aiStandInMode: 'sync',
      async openPlatform(baseUrl) {
        const firestoreEmulator = process.env.FIRESTORE_EMULATOR_HOST ?? '';
        const config = { logLevel: 'silent' } as const;
        const platform = await openEmulatedPlatform({
          baseUrl,
          clock,
          firestoreEmulator,
          config,
        });
        env = platform.env;
        return platform;
      },
    });
  });
  afterAll(async () => {
    await gateway.stop();
    dir.remove();
  });

  const people = async (...args: string[]) => {
    const { code, stderr, stdout } = await runScript(['scripts/people.ts', ...args], env);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout);
  };

  test('the first of the staff comes in by the link that it prints, and is kept out once disabled', async () => {
    const email = 'first@carv.example';
    const password = 'a password of my own';
    const { url } = await people('invite', email, '--staff');
    expect(url).toContain('/portal/set-password#code=');
    const code = decodeURIComponent(url.split('#code=')[1] ?? '');
    expect((await new PortalClient(gateway).post('/passwords', { code, password })).status).toBe(200);
    const client = await PortalClient.signIn({ gateway, clock }, { email, password });
    expect((await client.get('/session')).json).toMatchObject({ email, role: 'staff', ats_id: null });
    expect(await people('show', email)).toMatchObject({ role: 'staff', enabled: true });

    expect((await people('disable', email)).enabled).toBe(false);
    expect((await client.get('/session')).status).toBe(401);
  }, 60_000);

  test('an administrator is invited for an ATS, and an unknown address is told of', async () => {
    const invited = await people('invite', 'second@demo.example', '--ats', 'demo');
    expect(invited).toMatchObject({ role: 'administrator', ats_id: 'demo' });
    const unknown = await runScript(['scripts/people.ts', 'sign-out', 'nobody@y.example'], env);
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      'There is no account of nobody@y.example in the portal\n',
    ]);
  }, 60_000);
});

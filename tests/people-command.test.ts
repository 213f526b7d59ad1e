import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runScript } from './support/child-server.ts';
import { PortalClient } from './support/portal-client.ts';
import { useDemoServer } from './support/use-demo-server.ts';

const PASSWORD = 'a password of my own';

describe('npm run people', () => {
  const server = useDemoServer();

  const people = (...args: string[]) => server.run('people', ...args);
  const done = async (...args: string[]) => {
    const { code, stderr, stdout } = await people(...args);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout);
  };
  const portal = () => new PortalClient({ baseUrl: server.demo.base_url });
  const setPassword = (url: string) =>
    portal().post('/passwords', {
      code: decodeURIComponent(url.split('#code=')[1] ?? ''),
      password: PASSWORD,
    });
  const signIn = async (email: string) => {
    const client = portal();
    const { status } = await client.post('/session', { email, password: PASSWORD });
    return { status, client };
  };

  test('while the server runs: staff are invited, set a password by the link, and it works once', async () => {
    const invited = await done('invite', 'New.Staff@carv.example', '--staff');
    expect(invited).toEqual({
      email: 'new.staff@carv.example',
      role: 'staff',
      ats_id: null,
      url: expect.stringContaining(`${server.demo.portal.url}/set-password#code=`),
      expires_at: expect.any(String),
    });
    expect((await setPassword(invited.url)).status).toBe(200);
    expect((await setPassword(invited.url)).status).toBe(422);
    const { client } = await signIn('new.staff@carv.example');
    expect((await client.get('/session')).json).toMatchObject({ role: 'staff', ats_id: null });
    expect(await done('show', 'new.staff@carv.example')).toEqual({
      email: 'new.staff@carv.example',
      role: 'staff',
      ats_id: null,
      enabled: true,
      last_sign_in_at: expect.any(String),
    });
  }, 60_000);

  test('an administrator is invited for one ATS, which is written down as done by whoever ran it', async () => {
    const invited = await done('invite', 'second@demo.example', '--ats', 'demo');
    expect(invited).toMatchObject({ role: 'administrator', ats_id: 'demo' });
    await setPassword(invited.url);
    const { client } = await signIn('second@demo.example');
    expect((await client.get('/session')).json).toMatchObject({ role: 'administrator', ats_id: 'demo' });
    const { data } = JSON.parse((await server.run('ats', 'activity', 'demo')).stdout);
    expect(data[0]).toMatchObject({
      action: 'administrator.invited',
      actor: { kind: 'command_line', name: userInfo().username },
      changes: [{ field: 'administrator', before: null, after: 'second@demo.example' }],
    });
    // Who has a password is sent the link by mail, which on one machine is printed, as nobody sends it.
    const again = await done('invite', 'second@demo.example', '--ats', 'demo');
    expect(again.url).toContain(`${server.demo.portal.url}/set-password#code=`);
  }, 60_000);

  test('whoever is disabled is out at once and comes in again once enabled; sign-out ends every session', async () => {
    const email = 'leaving@carv.example';
    await setPassword((await done('invite', email, '--staff')).url);
    const [first, second] = [await signIn(email), await signIn(email)];
    expect(await done('sign-out', email)).toMatchObject({ email, enabled: true });
    for (const { client } of [first, second]) expect((await client.get('/session')).status).toBe(401);

    const { client } = await signIn(email);
    expect((await done('disable', email.toUpperCase())).enabled).toBe(false);
    expect((await client.get('/session')).status).toBe(401);
    expect((await signIn(email)).status).toBe(401);
    const refused = await people('invite', email, '--staff');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      `The account of ${email} is disabled: enable it first\n`,
    ]);
    expect((await done('enable', email)).enabled).toBe(true);
    expect((await client.get('/session')).status).toBe(401);
    expect((await signIn(email)).status).toBe(200);
  }, 60_000);

  test.each([
    [['invite', 'x@y.example'], 2, /say what they are invited for: '--ats <ats_id>' or '--staff'/],
    [['invite', 'x@y.example', '--staff', '--ats', 'demo'], 2, /'--ats <ats_id>' cannot be used with/],
    [['invite', 'x@y.example', '--ats', 'nobody'], 1, /There is no ATS nobody/],
    [['invite', 'x@y.example', '--ats', '../ats'], 1, /There is no ATS/],
    [['invite', 'no-address', '--staff'], 2, /It is an e-mail address/],
    [['invite', 'two @y.example', '--staff'], 2, /It is an e-mail address/],
    [['invite', 'admin@demo.example', '--staff'], 1, /administers the ATS demo already: invite another/],
    [['invite', 'staff@carv.example', '--ats', 'demo'], 1, /has an account for something else already/],
    [['invite'], 2, /missing required argument 'email'/],
    [['show', 'nobody@y.example'], 1, /There is no account of nobody@y.example in the portal/],
    [['show', 'nonsense'], 2, /It is an e-mail address/],
    [['disable', 'nobody@y.example'], 1, /There is no account of/],
    [['enable', 'nobody@y.example'], 1, /There is no account of/],
    [['sign-out', 'nobody@y.example'], 1, /There is no account of/],
    [['explode'], 2, /unknown command 'explode'/],
  ])('people %j fails with %i and says why', async (args, code, message) => {
    const result = await people(...args);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  test.each([[[]], [['--staff', '--ats', 'demo']], [['--ats', 'nobody']]])(
    'an invitation that is refused (%j) makes no account',
    async (options) => {
      expect((await people('invite', 'refused@y.example', ...options)).code).not.toBe(0);
      expect((await people('show', 'refused@y.example')).code).toBe(1);
    },
  );

  test('--help tells what there is, for every command', async () => {
    const { code, stdout } = await people('--help');
    expect(code).toBe(0);
    for (const command of ['invite', 'show', 'disable', 'enable', 'sign-out']) {
      expect(stdout).toContain(command);
      expect((await people(command, '--help')).stdout).toContain(`Usage: people ${command}`);
    }
  }, 30_000);

  test('in a folder without data it says so, and makes nothing there', async () => {
    const folder = join(server.path, 'mistyped');
    const args = ['scripts/people.ts', 'invite', 'x@y.example', '--staff'];
    expect(await runScript(args, { CARVOS_DATA_DIR: folder })).toEqual({
      code: 2,
      stdout: '',
      stderr: `There is no CarvOS data in ${folder}. Set CARVOS_DATA_DIR, or run npm start first\n`,
    });
    expect(existsSync(folder)).toBe(false);
  }, 30_000);
});

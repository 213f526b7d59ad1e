import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runScript } from './support/child-server.ts';
import { pushCandidate, waitFor } from './support/demo-server.ts';
import { useDemoServer } from './support/use-demo-server.ts';

describe('npm run ats', () => {
  const server = useDemoServer();

  const ats = (...args: string[]) => server.run('ats', ...args);

  test('while the server runs: an ATS is created, its key works at once, and its secrets are shown only then', async () => {
    const created = await ats(
      'create',
      'acme-ats',
      '--name',
      'Acme',
      '--webhook-url',
      'https://example.com/hook',
    );
    expect([created.code, created.stderr]).toEqual([0, '']);
    const json = JSON.parse(created.stdout);
    expect(json).toMatchObject({
      ats_id: 'acme-ats',
      name: 'Acme',
      enabled: true,
      webhook_url: 'https://example.com/hook',
      policy: 'auto',
      api_key: expect.stringMatching(/^carv_/),
      incoming_secret: expect.stringMatching(/^whsec_/),
      outgoing_secret: expect.stringMatching(/^whsec_/),
    });
    await pushCandidate({ ...server.demo, api_key: json.api_key }, 'c-1');

    const shown = await ats('show', 'acme-ats');
    const { api_key, incoming_secret, outgoing_secret, ...rest } = json;
    const health = { endpoint_health: 'healthy', endpoint_health_since: null, endpoint_health_reason: null };
    expect(JSON.parse(shown.stdout)).toEqual({ ...rest, ...health });
    const listed = JSON.parse((await ats('list')).stdout);
    expect(listed.map(({ ats_id }: { ats_id: string }) => ats_id)).toEqual(['acme-ats', 'demo']);

    const moved = await ats('set-url', 'acme-ats', 'http://127.0.0.1:9/hook');
    expect(JSON.parse(moved.stdout).webhook_url).toBe('http://127.0.0.1:9/hook');
  }, 30_000);

  test('a configuration is changed while the server runs, and each change takes effect at once', async () => {
    const { demo } = server;
    const created = JSON.parse((await ats('create', 'changing')).stdout);
    const push = (api_key: string) => pushCandidate({ ...demo, api_key }, 'c-1');
    await push(created.api_key);

    const disabled = JSON.parse((await ats('disable', 'changing')).stdout);
    expect(disabled.enabled).toBe(false);
    await expect(push(created.api_key)).rejects.toThrow('status 403');
    expect(JSON.parse((await ats('enable', 'changing')).stdout).enabled).toBe(true);

    const rotated = JSON.parse((await ats('rotate-key', 'changing')).stdout);
    expect(Object.keys(rotated)).toEqual(['ats_id', 'api_key']);
    await expect(push(created.api_key)).rejects.toThrow('status 401');
    await push(rotated.api_key);

    const incoming = JSON.parse((await ats('rotate-secret', 'changing', 'incoming')).stdout);
    const outgoing = JSON.parse((await ats('rotate-secret', 'changing', 'outgoing')).stdout);
    const secrets = [
      created.incoming_secret,
      created.outgoing_secret,
      incoming.incoming_secret,
      outgoing.outgoing_secret,
    ];
    expect(new Set(secrets).size).toBe(4);
    expect(secrets.every((secret) => /^whsec_[\w-]{43}$/.test(secret))).toBe(true);

    expect(JSON.parse((await ats('rename', 'changing', 'Better name')).stdout).name).toBe('Better name');
    expect(JSON.parse((await ats('policy', 'changing', 'strict')).stdout).policy).toBe('strict');
    const shown = (await ats('show', 'changing')).stdout;
    expect(JSON.parse(shown)).toMatchObject({ name: 'Better name', policy: 'strict', enabled: true });
    const activity = await ats('activity', 'changing');
    for (const secret of [...secrets, rotated.api_key]) {
      expect(shown).not.toContain(secret);
      expect(activity.stdout).not.toContain(secret);
    }
    const { data } = JSON.parse(activity.stdout);
    expect(data.map(({ action }: { action: string }) => action).toReversed()).toEqual([
      'ats.created',
      'configuration.changed',
      'configuration.changed',
      'api_key.rotated',
      'webhook_secret.rotated',
      'webhook_secret.rotated',
      'configuration.changed',
      'configuration.changed',
    ]);
    const actor = { kind: 'command_line', name: userInfo().username };
    expect(data[0]).toMatchObject({ actor, changes: [{ field: 'policy', before: 'auto', after: 'strict' }] });
    const ofAll = JSON.parse((await ats('activity')).stdout).data;
    expect(ofAll.slice(0, data.length)).toEqual(data);
    expect(ofAll.map(({ ats_id }: { ats_id: string }) => ats_id)).toContain('demo');
  }, 60_000);

  test('deliveries are listed newest first, filtered; an event tells its whole story', async () => {
    const referenceId = await pushCandidate(server.demo, 'listed');
    const find = async () =>
      JSON.parse((await ats('deliveries', 'demo', '--event', 'candidate.created')).stdout);
    const [newest] = await waitFor(
      find,
      ([first]) => first?.reference_id === referenceId && first.state === 'delivered',
    );
    expect(newest).toMatchObject({
      event: 'candidate.created',
      attempts: 1,
      last_status_code: 200,
      next_attempt_at: null,
    });

    const count = async (...filter: string[]) =>
      JSON.parse((await ats('deliveries', 'demo', ...filter)).stdout).length;
    expect(await count('--limit', '1')).toBe(1);
    expect(await count('--state', 'exhausted')).toBe(0);
    expect(await count('--since', '0s')).toBe(0);
    expect(await count('--since', '7d', '--state', 'delivered')).toBeGreaterThan(0);

    const story = JSON.parse((await ats('event', referenceId, '--json')).stdout);
    expect(story).toMatchObject({
      reference_id: referenceId,
      ats_id: 'demo',
      source: 'rest',
      outcome: 'success',
    });
    const steps = story.timeline.map(({ step }: { step: string }) => step);
    expect(steps[0]).toBe('accepted');
    expect(new Set(steps)).toEqual(new Set(['accepted', 'webhook_created', 'result', 'attempt']));
    expect(story.timeline.at(-1).text).toMatch(/attempt 1: delivered \(200\)/);
  }, 60_000);

  test.each([
    [['create', 'demo'], 1, /The ATS demo exists already/],
    [['create', 'Not_An_Id'], 2, /3 to 40 of a-z, 0-9 and "-"/],
    [['create', 'fine', '--webhook-url', 'ftp://x'], 2, /must begin with https:\/\//],
    [['create', 'fine', '--webhook-url', 'https://user:pw@x.example'], 2, /must not hold credentials/],
    [['show', 'nobody'], 1, /There is no ATS nobody/],
    [['show', '../ats'], 1, /There is no ATS/],
    [['set-url', 'nobody', 'https://x.example'], 1, /There is no ATS nobody/],
    [['set-url', 'demo', 'nonsense'], 2, /not a valid URL/],
    [['set-url', 'demo'], 2, /missing required argument 'url'/],
    [['rename', 'demo', ' '], 2, /A name has 1 to 200 characters/],
    [['enable', 'nobody'], 1, /There is no ATS nobody/],
    [['rotate-key', 'nobody'], 1, /There is no ATS nobody/],
    [['rotate-secret', 'demo', 'sideways'], 2, /Allowed choices are incoming, outgoing/],
    [['policy', 'demo', 'lax'], 2, /Allowed choices are auto, strict/],
    [['deliveries', 'nobody'], 1, /There is no ATS nobody/],
    [['activity', 'nobody'], 1, /There is no ATS nobody/],
    [['activity', 'demo', '--cursor', 'forged'], 2, /Not a cursor of this list/],
    [['activity', 'demo', '--limit', '101'], 2, /a number from 1 to 100/],
    [['deliveries', 'demo', '--limit', '0'], 2, /a number from 1 to 1000/],
    [['deliveries', 'demo', '--since', 'long ago'], 2, /such as 30m, 2h or 7d/],
    [['deliveries', 'demo', '--state', 'odd'], 2, /Allowed choices are pending/],
    [['event', '01a1f9bc-9a09-743b-a294-b45f590763b9'], 1, /There is no event/],
    [['event', 'nonsense'], 1, /There is no event nonsense/],
    [['explode'], 2, /unknown command 'explode'/],
    [['list', '--nonsense'], 2, /unknown option/],
  ])('ats %j fails with %i and says why', async (args, code, message) => {
    const result = await ats(...args);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  test('--help tells what there is, for every command', async () => {
    const { code, stdout } = await ats('--help');
    expect(code).toBe(0);
    const commands =
      'create list show set-url rename enable disable policy rotate-key rotate-secret activity deliveries event sandbox resend recover log log-entry';
    for (const command of commands.split(' ')) {
      expect(stdout).toContain(command);
      expect((await ats(command, '--help')).stdout).toContain(`Usage: ats ${command}`);
    }
  }, 30_000);

  test.each([['list'], ['show', 'demo'], ['set-url', 'demo', 'https://x.example']])(
    '%s in a folder without data says so, and makes nothing there',
    async (...args) => {
      for (const folder of [join(server.path, 'mistyped'), emptyFolder(server.path)]) {
        const result = await runScript(['scripts/ats.ts', ...args], { CARVOS_DATA_DIR: folder });
        expect(result).toEqual({
          code: 2,
          stdout: '',
          stderr: `There is no CarvOS data in ${folder}. Set CARVOS_DATA_DIR, or run npm start first\n`,
        });
      }
      expect(existsSync(join(server.path, 'mistyped'))).toBe(false);
      expect(readdirSync(emptyFolder(server.path))).toEqual([]);
    },
    30_000,
  );

  test('create makes a folder where there is none, and what lies in it is for its owner only', async () => {
    const folder = emptyFolder(server.path, 'open-to-all');
    chmodSync(folder, 0o755);
    const { code } = await runScript(['scripts/ats.ts', 'create', 'fresh'], { CARVOS_DATA_DIR: folder });
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['carvos.db', 'key.json']));
    if (process.platform === 'win32') return;
    for (const name of readdirSync(folder))
      expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
  }, 30_000);

  test('a reader that leaves early (… list | head) is no error', async () => {
    const env = { ...process.env, CARVOS_DATA_DIR: server.path };
    const args = ['--disable-warning=ExperimentalWarning', 'scripts/ats.ts', 'list'];
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let complaints = '';
    child.stderr.on('data', (chunk) => {
      complaints += chunk;
    });
    const [code] = await once(child, 'close');
    expect([code, complaints]).toEqual([0, '']);
  }, 30_000);
});

function emptyFolder(parent: string, name = 'empty'): string {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

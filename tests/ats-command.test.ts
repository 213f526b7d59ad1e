import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runScript } from './support/child-server.ts';
import { type DemoServer, pushCandidate, startDemoServer } from './support/demo-server.ts';
import { tempDir } from './support/temp-dir.ts';

describe('npm run ats', () => {
  const dir = tempDir();
  let server: DemoServer;
  beforeAll(async () => {
    server = await startDemoServer(dir.path);
  }, 30_000);
  afterAll(async () => {
    await server.end();
    dir.remove();
  });

  const ats = (...args: string[]) => runScript(['scripts/ats.ts', ...args], { CARVOS_DATA_DIR: dir.path });

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
    expect(JSON.parse(shown.stdout)).toEqual(rest);
    const listed = JSON.parse((await ats('list')).stdout);
    expect(listed.map(({ ats_id }: { ats_id: string }) => ats_id)).toEqual(['acme-ats', 'demo']);

    const moved = await ats('set-url', 'acme-ats', 'http://127.0.0.1:9/hook');
    expect(JSON.parse(moved.stdout).webhook_url).toBe('http://127.0.0.1:9/hook');
  }, 30_000);

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
    for (const command of ['create', 'list', 'show', 'set-url']) {
      expect(stdout).toContain(command);
      expect((await ats(command, '--help')).stdout).toContain(`Usage: ats ${command}`);
    }
  }, 30_000);

  test.each([['list'], ['show', 'demo'], ['set-url', 'demo', 'https://x.example']])(
    '%s in a folder without data says so, and makes nothing there',
    async (...args) => {
      for (const folder of [join(dir.path, 'mistyped'), emptyFolder(dir.path)]) {
        const result = await runScript(['scripts/ats.ts', ...args], { CARVOS_DATA_DIR: folder });
        expect(result).toEqual({
          code: 2,
          stdout: '',
          stderr: `There is no CarvOS data in ${folder}. Set CARVOS_DATA_DIR, or run npm start first\n`,
        });
      }
      expect(existsSync(join(dir.path, 'mistyped'))).toBe(false);
      expect(readdirSync(emptyFolder(dir.path))).toEqual([]);
    },
    30_000,
  );

  test('create makes a folder where there is none, and what lies in it is for its owner only', async () => {
    const folder = emptyFolder(dir.path, 'open-to-all');
    chmodSync(folder, 0o755);
    const { code } = await runScript(['scripts/ats.ts', 'create', 'fresh'], { CARVOS_DATA_DIR: folder });
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['carvos.db', 'key.json']));
    if (process.platform === 'win32') return;
    for (const name of readdirSync(folder))
      expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
  }, 30_000);

  test('a reader that leaves early (… list | head) is no error', async () => {
    const env = { ...process.env, CARVOS_DATA_DIR: dir.path };
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

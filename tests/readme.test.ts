import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SETTINGS, type Setting } from '../functions/shared/config/settings.ts';
import { isReferenceId } from '../functions/shared/core/reference-id.ts';
import { type DemoServer, readInbox, startDemoServer, waitFor } from './support/demo-server.ts';
import { has } from './support/has-command.ts';
import { readmeBlock as block, README } from './support/readme-block.ts';
import { tempDir } from './support/temp-dir.ts';

describe('the README, pasted', () => {
  const dir = tempDir();
  let server: DemoServer;
  beforeAll(async () => {
    server = await startDemoServer(join(dir.path, '.carvos'));
  }, 30_000);
  afterAll(async () => {
    await server.end();
    dir.remove();
  });

  const paste = (text: string) => execFileSync('bash', ['-c', text], { cwd: dir.path, encoding: 'utf8' });
  const inboxOf = (referenceId: string, count: number) =>
    waitFor(
      async () => (await readInbox(server.demo)).filter(({ reference_id }) => reference_id === referenceId),
      (entries) => entries.length >= count,
    );

  has('curl')(
    'curl pushes a candidate: 202 with a UUIDv7, three webhooks in the inbox, and it can be read back',
    async () => {
      const answer = paste(block('**Push a candidate by REST:**'));
      expect(answer).toMatch(/^HTTP\/1\.1 202 /);
      const { reference_id } = JSON.parse(answer.slice(answer.indexOf('{')));
      expect(isReferenceId(reference_id)).toBe(true);
      const told = await inboxOf(reference_id, 3);
      expect(told.map(({ event }) => event).sort()).toEqual([
        'candidate.created',
        'workspace.member_added',
        'workspace.provisioned',
      ]);
      expect(told.every(({ verified }) => verified)).toBe(true);
      expect(JSON.parse(paste(block('**Read it back**')))).toMatchObject({
        candidate_id: 'c-1',
        email: 'ada@example.com',
      });
    },
  );

  has('python3')(
    'the Python signer pushes a webhook, and the Python verifier finds everything genuine',
    async () => {
      const { reference_id } = JSON.parse(paste(block('standard library:')));
      await inboxOf(reference_id, 1);
      const lines = paste(block('**Verify what was delivered**')).trim().split('\n');
      expect(lines).toContain(`verified candidate.created ${reference_id}`);
      expect(lines.filter((line) => !line.startsWith('verified '))).toEqual([]);
      const python = block('standard library:')
        .split('\n')
        .filter((line) => !/EOF|^$/.test(line));
      expect(python.length).toBeLessThanOrEqual(10);
    },
  );

  test('the Node signer pushes a webhook', async () => {
    const { reference_id } = JSON.parse(paste(block('or in Node:')));
    const [webhook] = await inboxOf(reference_id, 1);
    expect(webhook?.verified).toBe(true);
  });

  test('every command that manages ATSs works as it stands', () => {
    const env = { ...process.env, CARVOS_DATA_DIR: join(dir.path, '.carvos') };
    // In the project's own folder, which npm runs in; the first that fails ends it.
    const { status, stderr } = spawnSync('bash', ['-e', '-c', block('## Manage ATSs')], {
      env,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  }, 60_000);

  test('its table of variables names those of one machine, with their defaults', () => {
    const onOneMachine = Object.values<Setting>(SETTINGS).filter(
      ({ name, platforms }) => platforms.includes('local') && name !== 'CARVOS_PLATFORM',
    );
    const inReadme = [...README.matchAll(/^\| `([A-Z_]+)` *\| (?:`([^`]+)`|[^|]+) *\|/gm)].map(
      ([, name, fallback]) => [name, fallback],
    );
    expect(inReadme.sort()).toEqual(onOneMachine.map(({ name, fallback }) => [name, fallback]).sort());
  });

  test('every file it links to is there', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => String(target));
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) expect([link, spawnSync('test', ['-e', link]).status]).toEqual([link, 0]);
  });
});

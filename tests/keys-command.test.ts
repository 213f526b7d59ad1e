import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../functions/shared/adapters/system/system-clock.ts';
import { AtsClient } from './support/ats-client.ts';
import { runScript } from './support/child-server.ts';
import { pushCandidate, readInbox, waitFor } from './support/demo-server.ts';
import { tempDir } from './support/temp-dir.ts';
import { candidateEvent } from './support/test-gateway.ts';
import { useDemoServer } from './support/use-demo-server.ts';

describe('npm run keys', () => {
  const server = useDemoServer();

  const { run } = server;
  const keys = (...args: string[]) => run('keys', ...args);
  const done = async (...args: string[]) => {
    const { code, stdout } = await keys(...args);
    expect(code).toBe(0);
    return JSON.parse(stdout);
  };

  /** Both directions, while the server runs: a signed webhook comes in, and one goes out that the inbox verifies. */
  async function expectBothWaysWork(name: string): Promise<void> {
    const client = new AtsClient(server.demo, () => systemClock.now());
    expect((await client.webhook(candidateEvent('candidate.updated', `e-${name}`))).status).toBe(202);
    const referenceId = await pushCandidate(server.demo, `c-${name}`);
    const found = await waitFor(
      async () => (await readInbox(server.demo)).find(({ reference_id }) => reference_id === referenceId),
      (one) => one !== undefined,
    );
    expect(found?.verified).toBe(true);
  }

  test('a key is added and all is sealed anew with it under a running server, which serves on with the same secrets', async () => {
    expect((await run('ats', 'create', 'acme-ats', '--name', 'Acme')).code).toBe(0);
    expect((await run('ats', 'rotate-secret', 'acme-ats', 'outgoing', '--overlap', '24h')).code).toBe(0);
    const old = { version: '1', current: true, secrets: 5, atss: 2 };
    expect(await done('status')).toEqual([old]);

    expect(await done('add')).toEqual({ version: '2' });
    const before = [
      { version: '2', current: true, secrets: 0, atss: 0 },
      { ...old, current: false },
    ];
    expect(await done('status')).toEqual(before);
    expect(await done('rotate-sealing', '--dry-run')).toEqual({
      current_version: '2',
      dry_run: true,
      would_seal_anew: 5,
    });
    expect(await done('status')).toEqual(before);

    const shown = async () => JSON.parse((await run('ats', 'show', 'acme-ats')).stdout);
    const activity = async () => (await run('ats', 'activity')).stdout;
    const [atsBefore, activityBefore] = [await shown(), await activity()];
    const sealed = await keys('rotate-sealing');
    expect(sealed.code).toBe(0);
    expect(sealed.stderr).toBe('1 of 2  acme-ats  3 sealed anew\n2 of 2  demo  2 sealed anew\n');
    expect(JSON.parse(sealed.stdout)).toEqual({
      current_version: '2',
      dry_run: false,
      atss: 2,
      sealed_anew: 5,
      left: 0,
      failed: [],
    });
    expect(await done('status')).toEqual([{ version: '2', current: true, secrets: 5, atss: 2 }]);
    expect([await shown(), await activity()]).toEqual([atsBefore, activityBefore]);
    await expectBothWaysWork('1');

    const again = await keys('rotate-sealing');
    expect(again.stderr).toBe('1 of 2  acme-ats  nothing to do\n2 of 2  demo  nothing to do\n');
    expect(JSON.parse(again.stdout)).toMatchObject({ sealed_anew: 0, left: 0 });
  }, 60_000);

  test('what the server makes after a key was added is sealed with it', async () => {
    await done('add');
    expect((await run('ats', 'create', 'later-ats', '--name', 'Later')).code).toBe(0);
    const [current] = await done('status');
    expect(current).toEqual({ version: '3', current: true, secrets: 2, atss: 1 });
    expect(Object.keys(JSON.parse(readFileSync(join(server.path, 'key.json'), 'utf8')).keys)).toEqual([
      '1',
      '2',
      '3',
    ]);
  }, 30_000);

  test.each([
    [['mend'], 2, /unknown command 'mend'/],
    [['rotate-sealing', '--wet-run'], 2, /unknown option '--wet-run'/],
    [['status', '--help'], 0, /^$/],
  ])('%j ends with %i', async (args, code, message) => {
    const result = await keys(...args);
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(message);
  });

  test('in a folder without data nothing is made, and it says so', async () => {
    const empty = tempDir();
    const result = await runScript(['scripts/keys.ts', 'add'], {
      CARVOS_DATA_DIR: join(empty.path, 'mistyped'),
    });
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toMatch(/There is no CarvOS data in /);
    empty.remove();
  });
});

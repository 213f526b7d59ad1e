import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../functions/shared/adapters/local/open-database.ts';
import { createSqliteStore } from '../functions/shared/adapters/local/sqlite-store.ts';
import type { DeliveryLogEntry } from '../functions/shared/core/delivery-log/delivery-log-entry.ts';
import { DAY_MS } from '../functions/shared/core/duration.ts';
import { paths } from '../functions/shared/core/paths.ts';
import { pushCandidate, waitFor } from './support/demo-server.ts';
import { useDemoServer } from './support/use-demo-server.ts';

interface Listed {
  data: Record<string, unknown>[];
  next_cursor: string | null;
}

describe('npm run ats -- log', () => {
  const server = useDemoServer();
  let referenceId: string;
  beforeAll(async () => {
    await ats('create', 'other', '--webhook-url', `${server.demo.inbox_url}?answer=503`);
    referenceId = await pushCandidate(server.demo, 'c-1');
    for (const event of ['candidate.created', 'vacancy.deleted', 'vacancy.deleted']) {
      await ats('sandbox', 'other', event);
    }
    // The workspace, the member and the candidate.
    await waitFor(
      () => list('demo'),
      ({ data }) => data.length === 3,
    );
  }, 60_000);

  const ats = (...args: string[]) => server.run('ats', ...args);
  const list = async (...args: string[]): Promise<Listed> => JSON.parse((await ats('log', ...args)).stdout);

  test('lists what happened, newest first, without what was said', async () => {
    const { data, next_cursor } = await list('demo');
    expect(next_cursor).toBeNull();
    expect(data.map(({ event }) => event).sort()).toEqual([
      'candidate.created',
      'workspace.member_added',
      'workspace.provisioned',
    ]);
    const entry = data.find(({ event }) => event === 'candidate.created') as Record<string, unknown>;
    expect(entry).toEqual({
      entry_id: expect.any(String),
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      expires_at: new Date(Date.parse(String(entry.created_at)) + 7 * DAY_MS).toISOString(),
      ats_id: 'demo',
      direction: 'outgoing',
      event: 'candidate.created',
      outcome: 'success',
      status_code: 200,
      duration_ms: expect.any(Number),
      reason: null,
      attempt: 1,
      test: false,
      event_id: expect.stringMatching(/^evt_/),
      reference_id: referenceId,
      client_id: 'acme',
    });
    expect(data.map(({ created_at }) => created_at)).toEqual(
      data
        .map(({ created_at }) => created_at)
        .toSorted()
        .reverse(),
    );
  }, 30_000);

  test('is of one ATS or of all, and filtered by each of its filters', async () => {
    const count = async (...args: string[]) => (await list(...args)).data.length;
    expect(await count()).toBe(6);
    expect(await count('other')).toBe(3);
    expect(await count('--direction', 'incoming')).toBe(0);
    expect(await count('--direction', 'outgoing', '--outcome', 'failure', '--status', '503')).toBe(3);
    expect(await count('other', '--event', 'vacancy.deleted')).toBe(2);
    expect(await count('--reference', referenceId)).toBe(3);
    expect(await count('other', '--reference', referenceId)).toBe(0);
    expect(await count('--since', '7d')).toBe(6);
    expect(await count('--since', '0s')).toBe(0);
    expect(await count('--until', '1d')).toBe(0);
    expect(await count('--until', '0s', '--limit', '4')).toBe(4);
  }, 60_000);

  test('goes on page by page with the cursor, which goes with its filters only', async () => {
    const filter = ['other', '--since', '2h', '--outcome', 'failure'];
    const found: unknown[] = [];
    let cursor: string[] = [];
    for (;;) {
      const { data, next_cursor } = await list(...filter, '--limit', '2', ...cursor);
      found.push(...data.map(({ entry_id }) => entry_id));
      if (next_cursor === null) break;
      cursor = ['--cursor', next_cursor];
    }
    expect(found).toEqual((await list('other')).data.map(({ entry_id }) => entry_id));
    const [last = ''] = cursor.slice(1);
    const refused = [
      ['demo', '--since', '2h', '--outcome', 'failure', '--cursor', last],
      ['--since', '2h', '--outcome', 'failure', '--cursor', last],
      ['other', '--since', '3h', '--outcome', 'failure', '--cursor', last],
      ['other', '--since', '2h', '--cursor', last],
      [...filter, '--cursor', `${last.slice(1)}A`],
    ];
    for (const args of refused) {
      const { code, stdout, stderr } = await ats('log', ...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^Not a cursor of this list/);
    }
  }, 60_000);

  test('an entry is shown whole: headers, signature, payload and answer', async () => {
    const [{ entry_id } = {}] = (await list('--reference', referenceId, '--event', 'candidate.created')).data;
    const shown = JSON.parse((await ats('log-entry', String(entry_id))).stdout);
    expect(shown).toMatchObject({
      entry_id,
      ats_id: 'demo',
      outcome: 'success',
      request_headers: { 'content-type': 'application/json', 'x-carv-causation-id': referenceId },
      signature: expect.stringMatching(/^t=\d+,v1=[0-9a-f]{64}$/),
      payload_cut: false,
      response_headers: expect.objectContaining({ 'content-type': expect.any(String) }),
      response_body: expect.any(String),
      response_body_cut: false,
    });
    expect(JSON.parse(shown.payload)).toMatchObject({
      event: 'candidate.created',
      reference_id: referenceId,
      data: { candidate_id: 'c-1' },
    });
  }, 30_000);

  test('an entry past its time is not found, though nothing has removed it', async () => {
    const db = openDatabase({ file: join(server.path, 'carvos.db'), durability: 'normal' });
    const store = createSqliteStore(db);
    const [{ entry_id } = {}] = (await list('other')).data;
    const path = paths.logEntry(String(entry_id));
    const [entry] = await store.getAll<[DeliveryLogEntry]>(path);
    const old = { ...entry?.data, entryId: '0-1', createdAt: 1, expireAt: 2 };
    await store.commit([{ type: 'create', path: paths.logEntry('0-1'), data: old }]);
    const { code, stderr } = await ats('log-entry', '0-1');
    const listed = (await list('other')).data;
    const [stored] = await store.getAll<[object]>(paths.logEntry('0-1'));
    db.close();
    expect([code, stderr]).toEqual([1, 'There is no entry 0-1 in the delivery log\n']);
    expect(listed).toHaveLength(3);
    expect(stored).toBeDefined();
  }, 30_000);

  test.each([
    [['log', 'nobody'], 1, /There is no ATS nobody/],
    [['log', '--direction', 'sideways'], 2, /Allowed choices are incoming, outgoing/],
    [['log', '--outcome', 'odd'], 2, /Allowed choices are success, failure, error/],
    [['log', '--status', '20'], 2, /a status code, such as 503/],
    [['log', '--limit', '101'], 2, /a number from 1 to 100/],
    [['log', '--limit', '0'], 2, /a number from 1 to 100/],
    [['log', '--since', 'long ago'], 2, /such as 30m, 2h or 7d/],
    [['log', '--until', '2'], 2, /such as 30m, 2h or 7d/],
    [['log', '--cursor', ''], 2, /Not a cursor of this list/],
    [['log-entry'], 2, /missing required argument 'entry_id'/],
    [['log-entry', '../ats/demo'], 1, /There is no entry/],
    [['log-entry', '00000000-0000-4000-8000-000000000000'], 1, /There is no entry/],
  ])(
    'ats %j fails with %i and says why',
    async (args, code, message) => {
      const result = await ats(...args);
      expect([result.code, result.stdout]).toEqual([code, '']);
      expect(result.stderr).toMatch(message);
      expect(result.stderr).not.toMatch(/\n\s+at /);
    },
    30_000,
  );

  test('--help tells of both', async () => {
    expect((await ats('--help')).stdout).toMatch(/log-entry/);
    for (const command of ['log', 'log-entry']) {
      expect((await ats(command, '--help')).stdout).toContain(`Usage: ats ${command}`);
    }
  }, 30_000);
});

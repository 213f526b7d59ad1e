import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runScript } from './support/child-server.ts';
import { type DemoServer, startDemoServer } from './support/demo-server.ts';
import { tempDir } from './support/temp-dir.ts';

describe('npm run ats, on the webhooks of an ATS', () => {
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
  const json = async (...args: string[]) => JSON.parse((await ats(...args)).stdout);
  const inbox = async () => {
    const { data } = (await (await fetch(`${server.demo.inbox_url}.json`)).json()) as {
      data: { event: string; raw_body: string; verified: boolean; headers: Record<string, string> }[];
    };
    return data;
  };

  test('sandbox shows a webhook, sends exactly that, and tells what came of it', async () => {
    const preview = await json('sandbox', 'demo', 'meeting.notes_ready', '--preview');
    expect(await inbox()).toEqual([]);
    const sent = await ats('sandbox', 'demo', 'meeting.notes_ready', '--preview-id', preview.preview_id);
    expect(sent.code).toBe(0);
    expect(JSON.parse(sent.stdout)).toMatchObject({
      event_id: preview.event_id,
      outcome: 'success',
      status_code: 200,
      reason: null,
      body: preview.body,
    });
    const [received] = await inbox();
    expect(received).toMatchObject({ verified: true, raw_body: preview.body });
    expect(received?.headers['x-carvos-test']).toBe('true');
    const story = await json('event', preview.reference_id);
    expect(story).toMatchObject({ source: 'sandbox', deliveries: [{ test: true, state: 'delivered' }] });
  }, 30_000);

  test('sandbox fails where the endpoint does, and says what to check', async () => {
    await ats('create', 'refusing', '--webhook-url', `${server.demo.inbox_url}?answer=401`);
    const { code, stdout } = await ats('sandbox', 'refusing', 'candidate.created');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ status_code: 401, reason: expect.stringContaining('secret') });
  }, 30_000);

  test.each([
    [['sandbox', 'nobody', 'candidate.created'], 1, /There is no ATS nobody/],
    [['sandbox', 'demo', 'candidate.exploded'], 2, /Unknown event. Known are: candidate.created, /],
    [['sandbox', 'demo', 'candidate.created', '--preview-id', 'x'], 2, /Not a preview of this ATS/],
  ])('ats %j fails with %i and says why', async (args, code, message) => {
    const result = await ats(...args);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });
});

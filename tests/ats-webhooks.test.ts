import { describe, expect, test } from '@jest/globals';
import { startChild } from './support/child-server.ts';
import { pushCandidate, waitFor } from './support/demo-server.ts';
import { useDemoServer } from './support/use-demo-server.ts';

describe('npm run ats, on the webhooks of an ATS', () => {
  const server = useDemoServer({ CARVOS_LADDER: '0s,0s,0s,0s,0s' });

  const ats = (...args: string[]) => server.run('ats', ...args);
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

  const list = (atsId: string, state: string) =>
    json('deliveries', atsId, '--state', state, '--limit', '100');

  /** An ATS whose endpoint fails, and so many candidates that it has not taken, besides the webhooks about its client and user. */
  async function failing(atsId: string, count: number) {
    const created = await json('create', atsId, '--webhook-url', `${server.demo.inbox_url}?answer=500`);
    for (let n = 0; n < count; n += 1)
      await pushCandidate({ ...server.demo, api_key: created.api_key }, `c-${n}`);
    return waitFor(
      () => list(atsId, 'exhausted'),
      (found) => found.length === count + 2,
    );
  }

  test('resend sends a webhook again, recover all that failed, and only once', async () => {
    const count = 3;
    const failed = await failing('failing', count);
    await ats('set-url', 'failing', server.demo.inbox_url);
    const [first] = failed;
    const resent = await json('resend', 'failing', first.event_id);
    expect(resent).toMatchObject({ event_id: first.event_id, state: 'pending', attempts: 5 });
    await waitFor(
      () => list('failing', 'delivered'),
      (found) => found.length === 1,
    );

    const { code, stdout, stderr } = await ats('recover', 'failing', '--since', '1h', '--rate', '50');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({ resent: count + 1, skipped: 0, finished: true });
    await waitFor(
      () => list('failing', 'delivered'),
      (found) => found.length === count + 2,
    );
    expect(await json('recover', 'failing', '--since', '1h')).toMatchObject({ resent: 0, finished: true });
  }, 60_000);

  test('recover tells its progress, and Ctrl+C stops it with what was done', async () => {
    await failing('stopped', 55);
    const child = await startChild(['scripts/ats.ts', 'recover', 'stopped', '--since', '1h', '--rate', '1'], {
      env: { CARVOS_DATA_DIR: server.path },
      ready: /^50 sent again, back to .*Z$/m,
    });
    expect(await child.end('SIGINT')).toBe(130);
    expect(JSON.parse(/\{[\s\S]*\}/.exec(child.output())?.[0] ?? '')).toEqual({
      resent: 50,
      skipped: 0,
      finished: false,
    });
  }, 60_000);

  test.each([
    [['resend', 'nobody', 'evt_0'], 1, /There is no ATS nobody/],
    [['resend', 'demo', 'evt_0'], 1, /There is no webhook evt_0/],
    [['recover', 'nobody', '--since', '1h'], 1, /There is no ATS nobody/],
    [['recover', 'demo'], 2, /required option '--since <time>' not specified/],
    [['recover', 'demo', '--since', 'yesterday'], 2, /such as 30m, 2h or 7d/],
    [['recover', 'demo', '--since', '2026-02-25'], 2, /2026-02-25T02:00:00Z/],
    [['recover', 'demo', '--since', '1h', '--rate', '0'], 2, /a number from 1 to 50/],
    [['sandbox', 'nobody', 'candidate.created'], 1, /There is no ATS nobody/],
    [['sandbox', 'demo', 'candidate.exploded'], 2, /Unknown event. Known are: candidate.created, /],
    [['sandbox', 'demo', 'candidate.created', '--preview-id', 'x'], 2, /Not a preview of this ATS/],
    [['sandbox', 'demo', 'candidate.created', '--preview', '--preview-id', 'x'], 2, /cannot be used with/],
  ])('ats %j fails with %i and says why', async (args, code, message) => {
    const result = await ats(...args);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });
});

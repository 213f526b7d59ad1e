import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../functions/shared/adapters/system/system-clock.ts';
import { DAY_MS } from '../functions/shared/core/duration.ts';
import { AtsClient } from './support/ats-client.ts';
import { type InboxEntry, pushCandidate, readInbox, waitFor } from './support/demo-server.ts';
import { candidateEvent } from './support/test-gateway.ts';
import { useDemoServer } from './support/use-demo-server.ts';

describe('npm run ats -- rotate-secret', () => {
  const server = useDemoServer();

  const ats = (...args: string[]) => server.run('ats', ...args);
  async function done(...args: string[]) {
    const { code, stdout, stderr } = await ats(...args);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout);
  }
  const rotate = (...args: string[]) => done('rotate-secret', 'demo', ...args);

  /** The status of a webhook of the demo ATS that is signed with `incoming_secret`. */
  async function push(incoming_secret: string, eventId: string): Promise<number> {
    const client = new AtsClient({ ...server.demo, incoming_secret }, () => systemClock.now());
    return (await client.webhook(candidateEvent('candidate.updated', eventId))).status;
  }

  async function nextWebhook(): Promise<InboxEntry> {
    const referenceId = await pushCandidate(server.demo, 'c-1');
    const isIt = ({ reference_id, event }: InboxEntry) =>
      reference_id === referenceId && event === 'candidate.created';
    const found = await waitFor(
      async () => (await readInbox(server.demo)).find(isIt),
      (one) => one !== undefined,
    );
    return found as InboxEntry;
  }

  test('with --overlap both secrets count until the time that it prints and show tells; with --end-overlap only the new one', async () => {
    const { incoming_secret: old } = server.demo;
    const before = systemClock.now();
    const rotated = await rotate('incoming', '--overlap', '24h');
    expect(Object.keys(rotated)).toEqual(['ats_id', 'incoming_secret', 'incoming_secret_overlap_until']);
    const until = Date.parse(rotated.incoming_secret_overlap_until);
    expect(until).toBeGreaterThanOrEqual(before + DAY_MS);
    expect(until).toBeLessThanOrEqual(systemClock.now() + DAY_MS);
    expect([await push(old, 'e-1'), await push(rotated.incoming_secret, 'e-2')]).toEqual([202, 202]);

    const shown = await done('show', 'demo');
    expect(shown).toMatchObject({
      incoming_secret_overlap_until: rotated.incoming_secret_overlap_until,
      outgoing_secret_overlap_until: null,
    });
    expect(JSON.stringify(shown)).not.toContain('whsec_');

    const ended = await rotate('incoming', '--end-overlap');
    expect(await done('show', 'demo')).toMatchObject(ended);
    expect(ended).toMatchObject({ ats_id: 'demo', incoming_secret_overlap_until: null });
    expect([await push(old, 'e-3'), await push(rotated.incoming_secret, 'e-4')]).toEqual([401, 202]);

    const again = await ats('rotate-secret', 'demo', 'incoming', '--end-overlap');
    expect(again).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no overlap of incoming secrets to end: only the newest of demo counts\n',
    });
  }, 30_000);

  test('what goes out carries two signatures with --overlap, and one after a rotation without it, that takes effect at once', async () => {
    const macs = ({ headers }: InboxEntry) => headers['x-webhook-signature']?.match(/v1=/g)?.length;
    const overlapping = await rotate('outgoing', '--overlap', '7d');
    const during = await nextWebhook();
    expect([macs(during), during.verified]).toEqual([2, true]);

    const atOnce = await rotate('outgoing');
    expect(atOnce).toEqual({
      ats_id: 'demo',
      outgoing_secret: expect.stringMatching(/^whsec_/),
      outgoing_secret_overlap_until: null,
    });
    expect(atOnce.outgoing_secret).not.toBe(overlapping.outgoing_secret);
    const after = await nextWebhook();
    expect([macs(after), after.verified]).toEqual([1, true]);
    expect((await done('show', 'demo')).outgoing_secret_overlap_until).toBeNull();
  }, 30_000);

  test.each([
    [['demo', 'incoming', '--overlap', '59s'], 2, /An overlap lasts from 1 minute to 7 days/],
    [['demo', 'incoming', '--overlap', '0s'], 2, /An overlap lasts from 1 minute to 7 days/],
    [['demo', 'incoming', '--overlap', '8d'], 2, /An overlap lasts from 1 minute to 7 days/],
    [['demo', 'incoming', '--overlap', 'a while'], 2, /such as 30m, 2h or 7d/],
    [['demo', 'incoming', '--overlap'], 2, /argument missing/],
    [['demo', 'incoming', '--overlap', '24h', '--end-overlap'], 2, /cannot be used with option '--overlap/],
    [['demo', '--end-overlap'], 2, /missing required argument 'direction'/],
    [['nobody', 'incoming', '--overlap', '24h'], 1, /There is no ATS nobody/],
    [['nobody', 'incoming', '--end-overlap'], 1, /There is no ATS nobody/],
  ])('%j fails with %i, says why, and rotates nothing', async (args, code, message) => {
    const before = await done('show', 'demo');
    const result = await ats('rotate-secret', ...args);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/\n\s+at /);
    expect(await done('show', 'demo')).toEqual(before);
  });

  test('--help says what receivers make of two signatures, and what a second overlap does', async () => {
    const { code, stdout } = await ats('rotate-secret', '--help');
    expect(code).toBe(0);
    const words = [
      'checks every v1',
      'keeps the last',
      'keeps the first',
      'refuses two v1',
      'never more than two',
    ];
    for (const said of words) expect(stdout).toContain(said);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

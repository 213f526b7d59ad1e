import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../functions/shared/core/duration.ts';
import { getAts } from '../functions/shared/flows/get-ats.ts';
import { updateAts } from '../functions/shared/flows/update-ats.ts';
import { addOtherAts, PortalClient } from './support/portal-client.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';

describe('deliveries in the portal', () => {
  let carvos: TestGateway;
  let admin: PortalClient;
  beforeEach(async () => {
    carvos = await TestGateway.start();
    admin = await PortalClient.signIn(carvos, carvos.gateway.demo.portal);
  });
  afterEach(() => carvos.stop());

  const list = async (query = '') => (await admin.get(`/ats/demo/deliveries${query}`)).json.data;
  async function push(id: string): Promise<string> {
    const { json } = await carvos.call('POST', '/v1/candidates', { body: { ...ADA, candidate_id: id } });
    await carvos.work();
    return json.reference_id;
  }
  /** All five attempts fail, which takes hours. */
  async function exhaust(id: string): Promise<string> {
    carvos.receiver.script(500, 500, 500, 500, 500);
    const referenceId = await push(id);
    for (const wait of [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS]) await carvos.after(wait);
    return referenceId;
  }

  test('are listed newest first, filtered, and paged with cursors that keep the filters', async () => {
    const referenceId = await push('c1');
    carvos.receiver.script(500);
    await push('c2');
    await carvos.call('PATCH', '/v1/candidates/c1', { body: { email: 'x@y.example' } });
    await carvos.work();
    const count = async (query: string) => (await list(query)).length;
    const all = await count('');
    expect(all).toBeGreaterThanOrEqual(3);
    expect(await count('?outcome=failure')).toBe(1);
    expect(await count('?outcome=failure&status_code=500&direction=outgoing&event=candidate.created')).toBe(
      1,
    );
    expect(await count('?direction=incoming')).toBe(0);
    expect(await count(`?reference_id=${referenceId}&event=candidate.created`)).toBe(1);
    expect(await count('?since_seconds=3600')).toBe(all);
    expect(await count('?until_seconds=3600')).toBe(0);
    const first = (await admin.get('/ats/demo/deliveries?limit=1&direction=outgoing')).json;
    const second = await admin.get(
      `/ats/demo/deliveries?limit=1&direction=outgoing&cursor=${first.next_cursor}`,
    );
    expect(second.json.data[0].entry_id).not.toBe(first.data[0].entry_id);
    for (const query of [
      `cursor=${first.next_cursor}`,
      `direction=incoming&cursor=${first.next_cursor}`,
      'outcome=great',
      'status_code=20',
      'since_seconds=-1',
      'colour=red',
    ]) {
      expect([query, (await admin.get(`/ats/demo/deliveries?${query}`)).status]).toEqual([query, 422]);
    }
  });

  test('are shown whole: both bodies, headers, the signature, and how the webhook stands', async () => {
    await push('c1');
    const [entry] = await list('?event=candidate.created');
    const { json } = await admin.get(`/ats/demo/deliveries/${entry.entry_id}`);
    const webhook = carvos.receiver.received.find(({ json: sent }) => sent.event === 'candidate.created');
    expect(json).toMatchObject({
      ...entry,
      payload: webhook?.body.toString(),
      signature: webhook?.headers['x-webhook-signature'],
      response_body: 'noted',
      resend: { possible: true, reason: null, state: 'delivered' },
    });
    expect((await admin.get('/ats/demo/deliveries/nonsense')).status).toBe(404);
    expect((await admin.get('/ats/demo/deliveries/%FF')).status).toBe(422);
  });

  test('a webhook that was given up is sent again, and its timeline tells so', async () => {
    await push('c0');
    const referenceId = await exhaust('c1');
    const [entry] = await list(`?reference_id=${referenceId}&event=candidate.created`);
    const sent = await admin.post(`/ats/demo/webhooks/${entry.event_id}/resend`);
    expect(sent).toMatchObject({ status: 202, json: { event_id: entry.event_id, state: 'pending' } });
    const again = await admin.post(`/ats/demo/webhooks/${entry.event_id}/resend`);
    expect(again).toMatchObject({ status: 409, json: { detail: 'This webhook is still being sent' } });
    await carvos.work();
    const story = (await admin.get(`/ats/demo/events/${referenceId}`)).json;
    expect(story.deliveries.at(-1)).toMatchObject({ state: 'delivered', attempts: 6 });
    expect((await admin.get('/ats/demo/events/01890000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  test('what was given up in a time is recovered batch by batch, at a rate', async () => {
    await push('c0');
    for (let count = 1; count < 4; count += 1) await exhaust(`c${count}`);
    const { status, json } = await admin.post('/ats/demo/webhooks/recover', {
      since_seconds: DAY_MS / 1000,
      per_second: 1,
    });
    expect([status, json.skipped, json.next_cursor]).toEqual([202, 0, null]);
    expect(json.resent).toBe(3);
    expect(Date.parse(json.next_at) - carvos.clock.now()).toBe(3000);
    await carvos.after(3000);
    expect((await list('?outcome=success&event=candidate.created')).length).toBe(4);
    for (const body of [
      {},
      { since_seconds: 0 },
      { since_seconds: 60, per_second: 51 },
      { since_seconds: 60, cursor: 'x' },
    ]) {
      expect([body, (await admin.post('/ats/demo/webhooks/recover', body)).status]).toEqual([body, 422]);
    }
  });

  test('the rate of a recovery is kept however early its next batch is asked for', async () => {
    const { runtime } = carvos.gateway;
    const { webhookUrl } = await getAts(runtime, 'demo');
    await push('before');
    await updateAts(runtime, 'demo', { webhookUrl: null });
    for (let count = 0; count < 51; count += 1) await push(`c${count}`);
    // Many at once do not all find room in one go.
    for (let hours = 0; hours < 10; hours += 1) await carvos.after(HOUR_MS);
    await updateAts(runtime, 'demo', { webhookUrl });
    const body = { since_seconds: DAY_MS / 1000, per_second: 1 };
    const recover = async (more = {}) =>
      (await admin.post('/ats/demo/webhooks/recover', { ...body, ...more })).json;
    const first = await recover();
    expect(first.resent).toBe(50);
    const second = await recover({ cursor: first.next_cursor });
    expect([second.resent, second.next_cursor]).toEqual([1, null]);
    expect(Date.parse(second.next_at) - carvos.clock.now()).toBe(51_000);
  });

  test('a week of them is told in figures', async () => {
    await push('c1');
    carvos.receiver.script(500);
    await push('c2');
    const { days } = (await admin.get('/ats/demo/deliveries-week')).json;
    expect(days).toHaveLength(7);
    expect(days[6]).toMatchObject({ failure: 1, error: 0 });
    expect(days[6].success).toBeGreaterThan(0);
    expect(days[6].sampled).toBe(days[6].success + 1);
    expect(days[0]).toMatchObject({ success: 0, failure: 0, error: 0, median_ms: null, p95_ms: null });
  });

  test('staff see those of every ATS together, or of one', async () => {
    await push('c1');
    const { atsId } = await addOtherAts(carvos.gateway);
    const staff = await PortalClient.signIn(carvos, carvos.gateway.demo.staff);
    const { data } = (await staff.get('/deliveries')).json;
    expect(data).toEqual((await staff.get('/ats/demo/deliveries')).json.data);
    expect((await staff.get(`/ats/${atsId}/deliveries`)).json.data).toEqual([]);
    expect((await staff.get(`/deliveries/${data[0].entry_id}`)).json.ats_id).toBe('demo');
    expect((await staff.get(`/ats/${atsId}/deliveries/${data[0].entry_id}`)).status).toBe(404);
    expect((await staff.get(`/events/${data[0].reference_id}`)).json.ats_id).toBe('demo');
    expect((await staff.get('/ats/nobody/deliveries')).status).toBe(404);
    expect((await staff.get('/ats/nobody/deliveries-week')).status).toBe(404);
  });
});

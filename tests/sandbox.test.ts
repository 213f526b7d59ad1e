import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MINUTE_MS } from '../functions/shared/core/duration.ts';
import { OUTGOING_EVENTS } from '../functions/shared/core/outgoing-events.ts';
import { listDeliveryLog } from '../functions/shared/flows/list-delivery-log.ts';
import { setWebhookUrl, updateAts } from '../functions/shared/flows/update-ats.ts';
import { loseNextAnswer } from './support/lose-next-answer.ts';
import { PortalClient } from './support/portal-client.ts';
import { TestGateway } from './support/test-gateway.ts';

describe('the sandbox', () => {
  let carvos: TestGateway;
  let client: PortalClient;
  beforeEach(async () => {
    carvos = await TestGateway.start();
    client = await PortalClient.signIn(carvos, carvos.gateway.demo.portal);
  });
  afterEach(() => carvos.stop());

  const ask = (method: string, path: string, body?: unknown) =>
    client.call(method, `/sandbox/${path}`, { body });
  const send = async (body: object) => (await ask('POST', 'sends', body)).json;
  const log = async () => {
    const { runtime } = carvos.gateway;
    return (await listDeliveryLog(runtime.store, { atsId: 'demo' }, { limit: 10 }, carvos.clock.now()))
      .entries;
  };

  test('lists every type of webhook, and when it is sent', async () => {
    const { status, json } = await ask('GET', 'events');
    expect(status).toBe(200);
    expect(json.data).toHaveLength(14);
    expect(json.data).toContainEqual({ event: 'vacancy.deleted', about: 'The vacancy has been deleted.' });
  });

  test.each(OUTGOING_EVENTS.map(({ event }) => event))(
    '%s: what is previewed is what is sent, byte for byte',
    async (event) => {
      const preview = await ask('POST', 'previews', { event });
      expect(preview.status).toBe(200);
      expect(carvos.receiver.received).toEqual([]);
      carvos.clock.advance(10 * MINUTE_MS);
      const result = await send({ preview_id: preview.json.preview_id });
      expect(result).toMatchObject({
        outcome: 'success',
        status_code: 200,
        response_body: 'noted',
        response_body_cut: false,
      });
      const [webhook] = carvos.receiver.received;
      expect(webhook?.body.toString()).toBe(preview.json.body);
      expect(webhook?.verified).toBe(true);
      expect(webhook?.headers).toMatchObject({
        'x-carvos-test': 'true',
        'x-carvos-event': event,
        'x-carv-causation-id': preview.json.reference_id,
        'user-agent': 'CarvOS-Webhooks/1.0',
      });
      expect(webhook?.json).toMatchObject({ event, client_id: 'demo', status: 'success', error: null });
    },
  );

  test('a send without a preview is a webhook of its own each time, logged as a test, and its story is told', async () => {
    const first = await send({ event: 'candidate.created' });
    carvos.clock.advance(1);
    const second = await send({ event: 'candidate.created' });
    expect(first.event_id).not.toBe(second.event_id);
    const [entry, ...others] = await log();
    expect(others).toHaveLength(1);
    expect(entry).toMatchObject({
      test: true,
      direction: 'outgoing',
      eventId: second.event_id,
      outcome: 'success',
      attempt: 1,
    });
    const story = await carvos.call('GET', `/v1/events/${second.reference_id}`);
    expect(story.json).toMatchObject({
      source: 'sandbox',
      event: 'candidate.created',
      state: 'settled',
      deliveries: [
        { event_id: second.event_id, state: 'delivered', test: true, attempts: 1, next_attempt_at: null },
      ],
    });
    expect(story.json.timeline.map(({ step }: { step: string }) => step)).toEqual([
      'accepted',
      'webhook_created',
      'attempt',
    ]);
  });

  test('the same preview sent again is the same webhook, with one more attempt', async () => {
    const { json } = await ask('POST', 'previews', { event: 'vacancy.updated' });
    carvos.receiver.script(500);
    expect(await send({ preview_id: json.preview_id })).toMatchObject({
      outcome: 'failure',
      status_code: 500,
    });
    expect(await send({ preview_id: json.preview_id })).toMatchObject({
      outcome: 'success',
      event_id: json.event_id,
    });
    const story = await carvos.call('GET', `/v1/events/${json.reference_id}`);
    expect(story.json.deliveries).toEqual([expect.objectContaining({ state: 'delivered', attempts: 2 })]);
    expect((await log()).map(({ attempt }) => attempt).toSorted()).toEqual([1, 2]);
  });

  test('is not repeated, whatever the answer', async () => {
    carvos.receiver.script(503);
    expect(await send({ event: 'candidate.deleted' })).toMatchObject({
      outcome: 'failure',
      status_code: 503,
    });
    expect(await carvos.after(24 * 60 * MINUTE_MS)).toBe(0);
    await carvos.gateway.sweepOnce();
    await carvos.work();
    expect(carvos.receiver.received).toHaveLength(1);
  });

  test.each([
    [302, 'final endpoint'],
    [401, 'outgoing secret, over the raw bytes'],
    [403, 'outgoing secret, over the raw bytes'],
    [404, 'answered 404'],
  ])('a %i says what to check', async (status, hint) => {
    carvos.receiver.script(status);
    expect(await send({ event: 'candidate.created' })).toMatchObject({
      outcome: 'failure',
      status_code: status,
      reason: expect.stringContaining(hint),
    });
  });

  test('no answer within 3 s says so', async () => {
    carvos.receiver.script('never');
    const { outcome, status_code, reason, response_body } = await send({ event: 'candidate.created' });
    expect({ outcome, status_code, response_body }).toEqual({
      outcome: 'error',
      status_code: null,
      response_body: null,
    });
    expect(reason).toContain('acknowledge first, work later');
  });

  test('no URL, and none that listens, says so', async () => {
    const { runtime } = carvos.gateway;
    await updateAts(runtime, 'demo', { webhookUrl: null });
    expect(await send({ event: 'candidate.created' })).toMatchObject({
      outcome: 'error',
      reason: 'No webhook URL is configured: set one first',
    });
    await setWebhookUrl(runtime, 'demo', 'http://127.0.0.1:9/');
    expect(await send({ event: 'candidate.created' })).toMatchObject({
      reason: expect.stringContaining('The connection was refused'),
    });
  });

  test('bad input is told off', async () => {
    const issue = ({ json }: { json: { detail: { loc: string[] }[] } }) => json.detail[0]?.loc;
    expect(issue(await ask('POST', 'sends', {}))).toEqual(['body', 'event']);
    expect(issue(await ask('POST', 'previews', { event: 'candidate.exploded' }))).toEqual(['body', 'event']);
    expect(issue(await ask('POST', 'sends', { preview_id: 'forged' }))).toEqual(['body', 'preview_id']);
    const { json } = await ask('POST', 'previews', { event: 'candidate.created' });
    const other = { event: 'vacancy.created', preview_id: json.preview_id };
    expect(issue(await ask('POST', 'sends', other))).toEqual(['body', 'preview_id']);
    carvos.clock.advance(15 * MINUTE_MS + 1);
    expect(issue(await ask('POST', 'sends', { preview_id: json.preview_id }))).toEqual([
      'body',
      'preview_id',
    ]);
    expect((await ask('POST', 'events')).status).toBe(405);
    expect((await ask('GET', 'nonsense')).status).toBe(404);
    expect(carvos.receiver.received).toEqual([]);
  });

  test('is for those who are known, for their own ATS, while it is enabled', async () => {
    const { gateway } = carvos;
    expect((await new PortalClient(gateway).get('/sandbox/events')).status).toBe(401);
    const staff = await PortalClient.signIn(carvos, gateway.demo.staff);
    expect((await staff.post('/sandbox/sends', { event: 'candidate.created' })).status).toBe(403);
    await updateAts(gateway.runtime, 'demo', { enabled: false });
    expect((await ask('POST', 'sends', { event: 'candidate.created' })).status).toBe(403);
    expect(carvos.receiver.received).toEqual([]);
  });

  test('is no way to send without end: twenty at once, and then one a second', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 22; count += 1) {
      statuses.push((await ask('POST', 'sends', { event: 'candidate.created' })).status);
    }
    expect(statuses.slice(0, 20).every((status) => status === 200)).toBe(true);
    expect(statuses.slice(20)).toEqual([429, 429]);
    expect(carvos.receiver.received).toHaveLength(20);
  });

  test('what was written down, and nobody heard of it, is not written down twice', async () => {
    loseNextAnswer(carvos.gateway.runtime.store);
    const { event_id, reference_id } = await send({ event: 'candidate.created' });
    const story = await carvos.call('GET', `/v1/events/${reference_id}`);
    expect(story.json.deliveries).toEqual([expect.objectContaining({ event_id, attempts: 1 })]);
    expect(await log()).toEqual([expect.objectContaining({ attempt: 1 })]);
  });

  test('what cannot be written down was sent all the same', async () => {
    const { store } = carvos.gateway.runtime;
    const { commit } = store;
    store.commit = async () => {
      throw new Error('away');
    };
    expect(await send({ event: 'candidate.created' })).toMatchObject({ outcome: 'success' });
    store.commit = commit;
    expect(carvos.receiver.received).toHaveLength(1);
  });
});

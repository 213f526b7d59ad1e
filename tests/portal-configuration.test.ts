import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, SECOND_MS } from '../functions/shared/core/duration.ts';
import { verifyWebhook } from '../functions/shared/core/signature/verify-webhook.ts';
import { getAts } from '../functions/shared/flows/get-ats.ts';
import { AtsClient } from './support/ats-client.ts';
import { loseNextAnswer } from './support/lose-next-answer.ts';
import { PortalClient } from './support/portal-client.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';

describe('the configuration of an ATS in the portal', () => {
  let carvos: TestGateway;
  let admin: PortalClient;
  beforeEach(async () => {
    carvos = await TestGateway.start();
    admin = await PortalClient.signIn(carvos, carvos.gateway.demo.portal);
  });
  afterEach(() => carvos.stop());

  const configuration = async () => (await admin.get('/ats/demo')).json;
  const edit = (body: object, who = admin) => who.call('PATCH', '/ats/demo', { body });
  const activity = async () => (await admin.get('/ats/demo/activity')).json.data;
  const actor = { kind: 'administrator', name: 'admin@demo.example' };

  test('is shown without its key and secrets, whole or in part, sealed or not', async () => {
    const { text, json } = await admin.get('/ats/demo');
    expect(json).toMatchObject({ ats_id: 'demo', enabled: true, policy: 'auto', endpoint_health: 'healthy' });
    const ats = await getAts(carvos.gateway.runtime, 'demo');
    const { api_key, incoming_secret, outgoing_secret } = carvos.gateway.demo;
    for (const secret of [api_key, incoming_secret, outgoing_secret, ats.apiKeyHash, ats.outgoingSecret]) {
      expect(text).not.toContain(secret);
    }
  });

  test('is edited by its administrator, who is named in the activity of the same commit', async () => {
    const { version } = await configuration();
    const edited = await edit({ version, name: 'Renamed', webhook_url: 'http://127.0.0.1:9/hooks' });
    expect(edited.json).toMatchObject({ name: 'Renamed', webhook_url: 'http://127.0.0.1:9/hooks' });
    expect(edited.json.version).not.toBe(version);
    expect(await configuration()).toEqual(edited.json);
    const [first] = await activity();
    expect(first).toMatchObject({ actor, action: 'configuration.changed' });
    expect(first.changes).toContainEqual({ field: 'name', before: 'Demo ATS', after: 'Renamed' });
  });

  test('a stale edit changes nothing and says so; made anew on what is there, it is made', async () => {
    const { version } = await configuration();
    await edit({ version, name: 'First' });
    const before = await activity();
    const stale = await edit({ version, name: 'Second' });
    expect(stale).toMatchObject({
      status: 409,
      json: { detail: 'Somebody has changed this since you read it. Look at it again' },
    });
    expect((await configuration()).name).toBe('First');
    expect((await edit({ version, name: 'First' })).status).toBe(409);
    expect(await activity()).toEqual(before);
    expect((await edit({ version: (await configuration()).version, name: 'Second' })).json.name).toBe(
      'Second',
    );
  });

  test('two edits at once on the same version: one is made, the other is stale', async () => {
    const { version } = await configuration();
    const answers = await Promise.all(['A', 'B'].map((name) => edit({ version, name })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test('an edit whose answer was lost on the way is made once, and is not stale', async () => {
    const { version } = await configuration();
    const before = (await activity()).length;
    loseNextAnswer(carvos.gateway.runtime.store);
    expect((await edit({ version, name: 'Kept' })).status).toBe(200);
    expect((await activity()).length).toBe(before + 1);
  });

  test.each([
    [{ name: ' ' }, ['body', 'name']],
    [{ name: 'x'.repeat(201) }, ['body', 'name']],
    [{ name: ' spaced ' }, ['body', 'name']],
    [{ name: 'a\nb' }, ['body', 'name']],
    [{ name: '\u202Eevil' }, ['body', 'name']],
    [{ name: '\u200b' }, ['body', 'name']],
    [{ name: 'x\ud800' }, ['body', 'name']],
    [{ webhook_url: 'ftp://x' }, ['body', 'webhook_url']],
    [{ webhook_url: 'https://u:p@ats.example/' }, ['body', 'webhook_url']],
    [{ webhook_url: 5 }, ['body', 'webhook_url']],
    [{ nonsense: 1 }, ['body', 'nonsense']],
    [{}, ['body']],
  ])('%j is told off where it is wrong, and changes nothing', async (body, loc) => {
    const before = await configuration();
    const { status, json } = await edit({ version: before.version, ...body });
    expect([status, json.detail[0].loc]).toEqual([422, loc]);
    expect(await configuration()).toEqual(before);
  });

  test('what Carv decides is not an administrator’s to change, nor what an ATS decides Carv’s', async () => {
    const { version } = await configuration();
    const staff = await PortalClient.signIn(carvos, carvos.gateway.demo.staff);
    expect((await edit({ version, enabled: false })).json.detail).toBe(
      'Only Carv support may change enabled',
    );
    expect((await edit({ version, policy: 'strict' })).status).toBe(403);
    expect((await edit({ version, name: 'x', webhook_url: null }, staff)).json.detail).toBe(
      'Only an administrator of the ATS may change name and webhook_url',
    );
  });

  test('a rotated API key works from the very next call on, and the old one no more', async () => {
    const { demo } = carvos.gateway;
    const push = (api_key: string) =>
      new AtsClient({ ...demo, api_key }, () => carvos.clock.now()).call('POST', '/v1/candidates', {
        body: ADA,
      });
    expect((await push(demo.api_key)).status).toBe(202);
    const { json } = await admin.post('/ats/demo/api-key/rotate');
    expect((await push(demo.api_key)).status).toBe(401);
    expect((await push(json.api_key)).status).toBe(202);
    expect((await activity())[0]).toMatchObject({
      actor,
      action: 'api_key.rotated',
      changes: [{ field: 'api_key', before: null, after: null }],
    });
  });

  test('secrets are revealed to an administrator, and that they were is written down first', async () => {
    const { incoming_secret, outgoing_secret } = carvos.gateway.demo;
    const { json, headers } = await admin.post('/ats/demo/webhook-secrets/reveal');
    expect(json).toEqual({ incoming_secret, outgoing_secret });
    expect(headers.get('cache-control')).toBe('private, no-store');
    const all = await activity();
    expect(all[0]).toMatchObject({ actor, action: 'webhook_secrets.revealed' });
    expect(JSON.stringify(all)).not.toContain('whsec_');
    const { store } = carvos.gateway.runtime;
    const { commit } = store;
    store.commit = () => Promise.reject(new Error('away'));
    expect((await admin.post('/ats/demo/webhook-secrets/reveal')).status).toBe(503);
    store.commit = commit;
  });

  test.each(['incoming', 'outgoing'] as const)(
    'a new %s secret takes effect at once, and leaves the other',
    async (purpose) => {
      const { demo } = carvos.gateway;
      const { json } = await admin.post(`/ats/demo/webhook-secrets/${purpose}/rotate`);
      expect(json).toEqual({ secret: expect.stringMatching(/^whsec_/), overlap_until: null });
      const revealed = (await admin.post('/ats/demo/webhook-secrets/reveal')).json;
      const { incoming_secret, outgoing_secret } = demo;
      expect(revealed).toEqual({ incoming_secret, outgoing_secret, [`${purpose}_secret`]: json.secret });
      const signer = new AtsClient({ ...demo, incoming_secret: revealed.incoming_secret }, () =>
        carvos.clock.now(),
      );
      const event = { event: 'candidate.created', event_id: 'e1', client_id: 'acme', user_id: 'u', ...ADA };
      expect((await signer.webhook(event)).status).toBe(202);
      await carvos.work();
      const [webhook] = carvos.receiver.received;
      const verdict = verifyWebhook({
        header: String(webhook?.headers['x-webhook-signature']),
        secrets: [revealed.outgoing_secret],
        body: webhook?.body ?? Buffer.alloc(0),
        nowSeconds: Math.floor(carvos.clock.now() / SECOND_MS),
      });
      expect(verdict).toBe('valid');
      expect(await activity()).toContainEqual(
        expect.objectContaining({ actor, action: 'webhook_secret.rotated' }),
      );
    },
  );

  test('an overlap is asked for, shown, and ended by hand', async () => {
    const rotate = (body: object) => admin.post('/ats/demo/webhook-secrets/outgoing/rotate', body);
    const until = new Date(carvos.clock.now() + HOUR_MS).toISOString();
    expect((await rotate({ overlap_seconds: 3600 })).json.overlap_until).toBe(until);
    expect(await configuration()).toMatchObject({
      outgoing_secret_overlap_until: until,
      incoming_secret_overlap_until: null,
    });
    const ended = await admin.post('/ats/demo/webhook-secrets/outgoing/end-overlap');
    expect(ended.json.outgoing_secret_overlap_until).toBeNull();
    expect((await admin.post('/ats/demo/webhook-secrets/outgoing/end-overlap')).status).toBe(404);
    for (const overlap_seconds of [0, 59, 7 * 24 * 3600 + 1, 1.5, '60']) {
      expect((await rotate({ overlap_seconds })).status).toBe(422);
    }
  });

  test('a password mail goes to the one who asks, and is good for a new password', async () => {
    expect(await admin.post('/password-mails')).toMatchObject({
      status: 202,
      json: { email: 'admin@demo.example' },
    });
    expect((await admin.post('/password-mails', { email: 'somebody@else.example' })).status).toBe(422);
    for (let count = 0; count < 2; count += 1) expect((await admin.post('/password-mails')).status).toBe(202);
    expect((await admin.post('/password-mails')).status).toBe(429);
  });
});

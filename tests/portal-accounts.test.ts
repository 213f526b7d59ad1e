import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SECOND_MS } from '../functions/shared/core/duration.ts';
import { getAts } from '../functions/shared/flows/get-ats.ts';
import { AtsClient } from './support/ats-client.ts';
import { addOtherAts, PortalClient } from './support/portal-client.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';

const NEW = { ats_id: 'acme-ats', name: 'Acme', administrator_email: 'Boss@acme.example' };

describe('Carv staff in the portal', () => {
  let carvos: TestGateway;
  let staff: PortalClient;
  beforeEach(async () => {
    carvos = await TestGateway.start();
    staff = await PortalClient.signIn(carvos, carvos.gateway.demo.staff);
  });
  afterEach(() => carvos.stop());

  const codeIn = (url: string) => decodeURIComponent(new URL(url).hash.replace('#code=', ''));
  const setPassword = (url: string, password: string) =>
    new PortalClient(carvos.gateway).post('/passwords', { code: codeIn(url), password });

  test('onboard an ATS: its key works, and its administrator gets in by the invitation and sees it alone', async () => {
    const { status, json } = await staff.post('/ats', { ...NEW, policy: 'strict' });
    expect(status).toBe(201);
    const { gateway, clock } = carvos;
    const account = {
      ...gateway.demo,
      ats_id: 'acme-ats',
      api_key: json.api_key,
      incoming_secret: json.incoming_secret,
    };
    const ats = new AtsClient(account, () => clock.now());
    expect((await ats.call('POST', '/v1/candidates', { body: ADA })).status).toBe(202);
    expect(json.invitation).toMatchObject({ email: 'boss@acme.example' });
    expect(json.invitation.url.startsWith(`${gateway.baseUrl}/portal/set-password#code=`)).toBe(true);
    expect((await setPassword(json.invitation.url, 'a password of Acme')).json).toEqual({
      email: 'boss@acme.example',
    });
    const boss = await PortalClient.signIn(carvos, {
      email: 'boss@acme.example',
      password: 'a password of Acme',
    });
    expect((await boss.get('/session')).json).toMatchObject({ role: 'administrator', ats_id: 'acme-ats' });
    expect((await boss.get('/ats/acme-ats')).json).toMatchObject({
      name: 'Acme',
      policy: 'strict',
      webhook_url: null,
    });
    expect((await boss.get('/ats/demo')).status).toBe(404);
    const { data } = (await boss.get('/ats/acme-ats/activity')).json;
    expect(
      data.map(({ action, actor }: { action: string; actor: { kind: string } }) => [action, actor.kind]),
    ).toEqual(
      expect.arrayContaining([
        ['ats.created', 'staff'],
        ['administrator.invited', 'staff'],
      ]),
    );
    expect(JSON.stringify(data)).not.toMatch(/whsec_|carv_|code=/);
  });

  test.each([
    [{ ats_id: 'Demo' }, 422, ['body', 'ats_id']],
    [{ ats_id: 'ab' }, 422, ['body', 'ats_id']],
    [{ name: '' }, 422, ['body', 'name']],
    [{ webhook_url: 'nonsense' }, 422, ['body', 'webhook_url']],
    [{ policy: 'open' }, 422, ['body', 'policy']],
    [{ administrator_email: 'nobody' }, 422, ['body', 'administrator_email']],
    [{ ats_id: 'demo' }, 409, undefined],
    [{ administrator_email: 'staff@carv.example' }, 409, undefined],
    [{ administrator_email: 'ADMIN@demo.example' }, 409, undefined],
  ])('onboarding with %j is refused, and leaves nothing behind', async (change, status, loc) => {
    const refused = await staff.post('/ats', { ...NEW, ...change });
    expect([refused.status, refused.json.detail[0]?.loc]).toEqual([status, loc]);
    expect((await staff.get('/ats/acme-ats')).status).toBe(404);
    expect(await carvos.gateway.runtime.portalIdentity.find(NEW.administrator_email)).toBeUndefined();
  });

  test('an invitation that could not be made does not take the key and secrets with it, and is made later', async () => {
    const { portalIdentity } = carvos.gateway.runtime;
    const { create } = portalIdentity;
    portalIdentity.create = () => Promise.reject(new Error('away'));
    const { status, json } = await staff.post('/ats', NEW);
    portalIdentity.create = create;
    expect(status).toBe(201);
    expect(json).toMatchObject({ api_key: expect.stringMatching(/^carv_/), invitation: null });
    expect(json.invitation_problem).toContain('Invite them from its page');
    const later = await staff.post('/ats/acme-ats/invitations', { email: NEW.administrator_email });
    expect((await setPassword(later.json.url, 'a password of Acme')).status).toBe(200);
  });

  test('an administrator who lost their invitation is invited once more; one of something else is not', async () => {
    const invite = (email: string) => staff.post('/ats/demo/invitations', { email });
    const first = await invite('new@demo.example');
    carvos.clock.advance(SECOND_MS);
    const second = await invite('NEW@demo.example');
    expect(second.json.url).not.toBe(first.json.url);
    expect((await setPassword(second.json.url, 'a password of mine')).status).toBe(200);
    expect((await invite('staff@carv.example')).json.detail).toContain('has an account for something else');
    expect((await staff.post('/ats/nobody/invitations', { email: 'x@y.example' })).status).toBe(404);
  });

  test('get no link of somebody who has a password: that goes by mail, to them alone', async () => {
    const { portal } = carvos.gateway.demo;
    const owner = await PortalClient.signIn(carvos, portal);
    const { status, json } = await staff.post('/ats/demo/invitations', { email: portal.email });
    expect([status, json]).toEqual([201, { email: portal.email, url: null, expires_at: null }]);
    expect((await owner.get('/session')).status).toBe(200);
    const [first] = (await owner.get('/ats/demo/activity')).json.data;
    expect(first).toMatchObject({ action: 'administrator.password_mailed', actor: { kind: 'staff' } });
  });

  test('who invite an address of something else leave no trace of it', async () => {
    const before = (await staff.get('/ats/demo/activity')).json;
    expect((await staff.post('/ats/demo/invitations', { email: 'staff@carv.example' })).status).toBe(409);
    expect((await staff.get('/ats/demo/activity')).json).toEqual(before);
  });

  test('list every ATS, and find them by a part of id or name, page by page', async () => {
    for (const atsId of ['alpha', 'beta-demo', 'gamma']) await addOtherAts(carvos.gateway, atsId);
    const ids = async (path: string) => {
      const { json } = await staff.get(path);
      return [json.data.map(({ ats_id }: { ats_id: string }) => ats_id), json.next_cursor] as const;
    };
    expect(await ids('/ats')).toEqual([['alpha', 'beta-demo', 'demo', 'gamma'], null]);
    expect(await ids('/ats?q=DEMO')).toEqual([['beta-demo', 'demo'], null]);
    expect(await ids('/ats?q=other')).toEqual([['alpha', 'beta-demo', 'gamma'], null]);
    expect(await ids('/ats?q=nothing')).toEqual([[], null]);
    const [first, cursor] = await ids('/ats?q=other&limit=2');
    expect(first).toEqual(['alpha', 'beta-demo']);
    expect(await ids(`/ats?q=other&limit=2&cursor=${cursor}`)).toEqual([['gamma'], null]);
    expect((await staff.get(`/ats?q=else&cursor=${cursor}`)).status).toBe(422);
    for (const query of ['limit=0', 'limit=101', 'limit=x', 'nonsense=1', 'q=a&q=b']) {
      expect([query, (await staff.get(`/ats?${query}`)).status]).toEqual([query, 422]);
    }
  });

  test('disable an ATS, which takes effect on its very next call, and enable it again', async () => {
    const { version } = (await staff.get('/ats/demo')).json;
    const disabled = await staff.call('PATCH', '/ats/demo', { body: { version, enabled: false } });
    expect(disabled.json.enabled).toBe(false);
    expect((await carvos.call('POST', '/v1/candidates', { body: ADA })).status).toBe(403);
    const body = { version: disabled.json.version, enabled: true, policy: 'strict' };
    expect((await staff.call('PATCH', '/ats/demo', { body })).json).toMatchObject({
      enabled: true,
      policy: 'strict',
    });
    expect((await carvos.call('POST', '/v1/candidates', { body: ADA })).status).toBe(202);
    const { data } = (await staff.get('/activity')).json;
    expect(data.slice(0, 2).map(({ actor }: { actor: object }) => actor)).toEqual([
      { kind: 'staff', name: 'staff@carv.example' },
      { kind: 'staff', name: 'staff@carv.example' },
    ]);
  });

  test('have no part in keys and secrets, and send no tests', async () => {
    const before = await getAts(carvos.gateway.runtime, 'demo');
    for (const path of [
      '/ats/demo/api-key/rotate',
      '/ats/demo/webhook-secrets/reveal',
      '/ats/demo/webhook-secrets/incoming/rotate',
      '/ats/demo/webhook-secrets/outgoing/rotate',
      '/ats/demo/webhook-secrets/outgoing/end-overlap',
      '/sandbox/previews',
      '/sandbox/sends',
    ]) {
      const { status, text } = await staff.post(
        path,
        path.includes('sandbox') ? { event: 'candidate.created' } : {},
      );
      expect([path, status]).toEqual([path, 403]);
      expect(text).not.toMatch(/whsec_|carv_/);
    }
    expect(await getAts(carvos.gateway.runtime, 'demo')).toEqual(before);
    expect(carvos.receiver.received).toEqual([]);
  });
});

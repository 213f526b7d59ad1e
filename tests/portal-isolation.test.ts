import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PORTAL_ROUTES } from '../functions/portal-api/portal-routes.ts';
import { paths } from '../functions/shared/core/paths.ts';
import { addOtherAts, type PortalAnswer, PortalClient } from './support/portal-client.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';

/** Bodies that each operation takes. */
const BODIES: Record<string, object> = {
  editAts: { version: 'v', name: 'Taken over' },
  inviteAdministrator: { email: 'thief@other.example' },
  onboardAts: { ats_id: 'mine', name: 'Mine', administrator_email: 'thief@other.example' },
  recoverWebhooks: { since_seconds: 3600 },
};

const OPERATIONS = PORTAL_ROUTES.flatMap(({ path, methods }) =>
  Object.entries(methods).map(([method, { operationId, who }]) => ({ path, method, operationId, who })),
);

describe('an administrator of another ATS', () => {
  let carvos: TestGateway;
  let thief: PortalClient;
  let owned: Record<string, string>;
  let before: string;
  beforeAll(async () => {
    carvos = await TestGateway.start();
    const { json } = await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    const owner = await PortalClient.signIn(carvos, carvos.gateway.demo.portal);
    const [entry] = (await owner.get('/ats/demo/deliveries')).json.data;
    owned = {
      ats_id: 'demo',
      entry_id: entry.entry_id,
      event_id: entry.event_id,
      reference_id: json.reference_id,
    };
    const { account } = await addOtherAts(carvos.gateway);
    thief = await PortalClient.signIn(carvos, account);
    before = await everything();
  });
  afterAll(() => carvos.stop());

  async function everything(): Promise<string> {
    const [ats] = await carvos.gateway.runtime.store.getAll(paths.ats('demo'));
    return JSON.stringify([ats, carvos.receiver.received.length]);
  }

  function ask(
    path: string,
    method: string,
    operationId: string,
    named: Record<string, string>,
  ): Promise<PortalAnswer> {
    const url = path.replace('/portal/api', '').replaceAll(/\{(\w+)\}/g, (_, name) => named[name] ?? name);
    return thief.call(method, url, { body: BODIES[operationId] ?? {} });
  }

  test.each(OPERATIONS.filter(({ path }) => path.includes('{ats_id}')))(
    '$method $path is answered about theirs as if it did not exist',
    async ({ path, method, operationId }) => {
      const foreign = await ask(path, method, operationId, owned);
      const absent = await ask(path, method, operationId, { ...owned, ats_id: 'nemo' });
      expect([foreign.status, foreign.json]).toEqual([404, { detail: 'There is no ATS demo' }]);
      expect([absent.status, absent.json]).toEqual([404, { detail: 'There is no ATS nemo' }]);
      expect(await everything()).toBe(before);
    },
  );

  test.each(OPERATIONS.filter(({ path, who }) => who === 'staff' && !path.includes('{ats_id}')))(
    '$method $path is for Carv staff only, whatever is named',
    async ({ path, method, operationId }) => {
      const answer = await ask(path, method, operationId, owned);
      expect([answer.status, answer.json]).toEqual([403, { detail: 'Only Carv staff may do this' }]);
      expect(await everything()).toBe(before);
    },
  );

  test.each(['/deliveries/{entry_id}', '/events/{reference_id}', '/webhooks/{event_id}/resend'])(
    'nothing of theirs is found under the own ATS: %s',
    async (path) => {
      const method = path.endsWith('resend') ? 'POST' : 'GET';
      const found = await ask(`/ats/other${path}`, method, '', owned);
      const absent = await ask(`/ats/other${path}`, method, '', {
        entry_id: '0'.repeat(36),
        reference_id: '01890000-0000-7000-8000-000000000000',
        event_id: `evt_${'0'.repeat(32)}`,
      });
      expect(found.status).toBe(404);
      const plain = ({ text }: PortalAnswer) => text.replaceAll(/evt_\w+|[0-9a-f-]{36}/g, 'ID');
      expect(plain(found)).toBe(plain(absent));
      expect(await everything()).toBe(before);
    },
  );

  test('sees lists of the own ATS, which are empty of theirs', async () => {
    expect((await thief.get('/ats/other/deliveries')).json.data).toEqual([]);
    expect((await thief.get(`/ats/other/deliveries?reference_id=${owned.reference_id}`)).json.data).toEqual(
      [],
    );
    const { data } = (await thief.get('/ats/other/activity')).json;
    expect(data.every(({ ats_id }: { ats_id: string }) => ats_id === 'other')).toBe(true);
  });

  test('cannot go on with a cursor that was given for theirs', async () => {
    const owner = await PortalClient.signIn(carvos, carvos.gateway.demo.portal);
    const { next_cursor: cursor } = (await owner.get('/ats/demo/deliveries?limit=1')).json;
    expect(cursor).toEqual(expect.any(String));
    expect((await thief.get(`/ats/other/deliveries?limit=1&cursor=${cursor}`)).status).toBe(422);
  });
});

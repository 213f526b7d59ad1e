import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { updateAts } from '../functions/shared/flows/update-ats.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';

const WORKSPACE = {
  client_id: 'acme/nl',
  name: 'Acme Netherlands',
  admin_name: 'Noor de Vries',
  admin_email: 'noor@example.com',
};
const MEMBER = { user_id: 'u-8', name: 'Daan Bakker', email: 'daan@example.com' };
const PATH = `/v1/workspaces/${encodeURIComponent(WORKSPACE.client_id)}`;

describe('workspaces', () => {
  let carvos: TestGateway;
  beforeEach(async () => {
    carvos = await TestGateway.start();
  });
  afterEach(() => carvos.stop());

  /** With an API key and nothing else. */
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    carvos.call(method, path, {
      ...(body === undefined ? {} : { body }),
      headers: { 'x-ats-client-id': '', 'x-ats-user-id': '', ...headers },
    });
  const told = () =>
    carvos.receiver.received.map(({ json }) => [json.event, json.status, json.client_id, json.data]);
  const byEvent = (a: unknown[], b: unknown[]) => String(a[0]).localeCompare(String(b[0]));

  test('a workspace that is asked for is provisioned with its administrator as the first member, and both are told of', async () => {
    const posted = await call('POST', '/v1/workspaces', { ...WORKSPACE, region: { seats: 1.0 } });
    expect([posted.status, Object.keys(posted.json)]).toEqual([202, ['reference_id']]);
    expect((await call('GET', PATH)).status).toBe(404);
    await carvos.work();

    const said = { ...WORKSPACE, region: { seats: 1 }, user_id: 'noor@example.com' };
    expect(told().toSorted(byEvent)).toEqual([
      [
        'workspace.member_added',
        'success',
        'acme/nl',
        {
          client_id: 'acme/nl',
          user_id: 'noor@example.com',
          name: 'Noor de Vries',
          email: 'noor@example.com',
        },
      ],
      ['workspace.provisioned', 'success', 'acme/nl', said],
    ]);
    expect(new Set(carvos.receiver.received.map(({ json }) => json.reference_id))).toEqual(
      new Set([posted.json.reference_id]),
    );
    const { status, json } = await call('GET', PATH);
    expect([status, json]).toEqual([200, { ...said, provisioned_at: '2026-02-25T10:30:00.000Z' }]);
    const members = await call('GET', `${PATH}/members`);
    expect(members.json.data).toEqual([
      {
        client_id: 'acme/nl',
        user_id: 'noor@example.com',
        name: 'Noor de Vries',
        email: 'noor@example.com',
        added_at: '2026-02-25T10:30:00.000Z',
      },
    ]);
  });

  test('a webhook asks for the same as a REST call', async () => {
    const envelope = { event_id: 'w-1', client_id: 'acme/nl', user_id: 'u-7' };
    const { client_id: _, ...fields } = WORKSPACE;
    expect((await carvos.webhook({ event: 'workspace.created', ...envelope, ...fields })).status).toBe(202);
    await carvos.work();
    const member = { event: 'workspace.member_added', event_id: 'w-2', client_id: 'acme/nl', ...MEMBER };
    expect((await carvos.webhook(member)).status).toBe(202);
    await carvos.work();
    const { json: workspace } = await call('GET', PATH);
    expect(workspace).toMatchObject({ ...WORKSPACE, user_id: 'u-7' });
    const { json: members } = await call('GET', `${PATH}/members`);
    expect(members.data).toMatchObject([{ user_id: 'u-7', name: 'Noor de Vries' }, MEMBER]);
    expect(
      told()
        .map(([event]) => event)
        .toSorted(),
    ).toEqual(['workspace.member_added', 'workspace.member_added', 'workspace.provisioned']);
  });

  test('a member is added by its path, and told of again when asked for again', async () => {
    await call('POST', '/v1/workspaces', WORKSPACE);
    await carvos.work();
    carvos.receiver.received.length = 0;
    for (const name of ['Daan Bakker', 'Daan B.']) {
      const posted = await call('POST', `${PATH}/members`, { ...MEMBER, name });
      expect(posted.status).toBe(202);
      await carvos.work();
    }
    const data = { client_id: 'acme/nl', ...MEMBER };
    expect(told()).toEqual([
      ['workspace.member_added', 'success', 'acme/nl', data],
      ['workspace.member_added', 'success', 'acme/nl', { ...data, name: 'Daan B.' }],
    ]);
    const { json } = await call('GET', `${PATH}/members`);
    expect(json.data.map(({ name }: { name: string }) => name).toSorted()).toEqual([
      'Daan B.',
      'Noor de Vries',
    ]);
  });

  test('what the first event provisioned is given its names later, and told of as asked for', async () => {
    await carvos.call('POST', '/v1/candidates', { body: ADA, clientId: 'acme' });
    await carvos.work();
    expect((await call('GET', '/v1/workspaces/acme')).json).toEqual({
      client_id: 'acme',
      provisioned_at: '2026-02-25T10:30:00.000Z',
    });
    carvos.receiver.received.length = 0;
    await call('POST', '/v1/workspaces', { ...WORKSPACE, client_id: 'acme', user_id: 'recruiter-1' });
    await carvos.work();
    // The member is known already.
    expect(told()).toEqual([
      ['workspace.provisioned', 'success', 'acme', expect.objectContaining({ name: WORKSPACE.name })],
    ]);
    expect((await call('GET', '/v1/workspaces/acme')).json.name).toBe('Acme Netherlands');
    const { json } = await call('GET', '/v1/workspaces/acme/members');
    expect(json.data).toMatchObject([{ user_id: 'recruiter-1', name: 'Noor de Vries' }]);
  });

  test('by policy auto a member of an unknown client brings its workspace; by strict it ends in an error, and a workspace is still made', async () => {
    await call('POST', '/v1/workspaces/new/members', MEMBER);
    await carvos.work();
    expect(
      told()
        .map(([event, status]) => [event, status])
        .toSorted(byEvent),
    ).toEqual([
      ['workspace.member_added', 'success'],
      ['workspace.provisioned', 'success'],
    ]);
    carvos.receiver.received.length = 0;
    await updateAts(carvos.gateway.runtime, 'demo', { policy: 'strict' });
    await call('POST', `${PATH}/members`, MEMBER);
    await carvos.work();
    expect(
      carvos.receiver.received.map(({ json }) => [json.event, json.status, json.error?.code, json.data]),
    ).toEqual([
      ['workspace.member_added', 'error', 'workspace_not_provisioned', { client_id: 'acme/nl', ...MEMBER }],
    ]);
    expect((await call('GET', PATH)).status).toBe(404);
    await call('POST', '/v1/workspaces', WORKSPACE);
    await carvos.work();
    expect((await call('GET', PATH)).status).toBe(200);
    await carvos.call('POST', '/v1/candidates', { body: ADA, clientId: 'acme/nl' });
    await carvos.work();
    expect(carvos.receiver.of('candidate.created').map(({ json }) => json.status)).toEqual(['success']);
  });

  test('many askings at once end in one workspace, and each is answered', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `u-${index}`);
    await Promise.all(ids.map((user_id) => call('POST', '/v1/workspaces', { ...WORKSPACE, user_id })));
    await carvos.work();
    await carvos.after(60_000);
    expect(carvos.receiver.of('workspace.provisioned')).toHaveLength(8);
    expect(carvos.receiver.of('workspace.member_added')).toHaveLength(8);
    expect((await call('GET', `${PATH}/members`)).json.data).toHaveLength(8);
  });

  test('the story of a workspace is told like any other', async () => {
    const { json } = await call('POST', '/v1/workspaces', WORKSPACE);
    const story = async () => (await call('GET', `/v1/events/${json.reference_id}`)).json;
    expect((await story()).timeline.map(({ text }: { text: string }) => text)).toEqual([
      'workspace.created received by REST and accepted',
      'provisioned',
    ]);
    await carvos.work();
    const { timeline, ...told } = await story();
    expect(told).toMatchObject({ event: 'workspace.created', record_id: 'acme/nl', outcome: 'success' });
    expect(timeline.map(({ step }: { step: string }) => step)).toEqual([
      'accepted',
      'result',
      ...['webhook_created', 'attempt'],
      ...['webhook_created', 'attempt'],
    ]);
  });

  test('a key that comes again is answered with the first reference id, and other content under it is refused', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const first = await call('POST', '/v1/workspaces', WORKSPACE, headers);
    expect((await call('POST', '/v1/workspaces', WORKSPACE, headers)).json).toEqual(first.json);
    expect((await call('POST', '/v1/workspaces', { ...WORKSPACE, name: 'Other' }, headers)).status).toBe(409);
  });

  test('what is missing or wrong is named', async () => {
    const missing = await call('POST', '/v1/workspaces', {});
    expect(missing.json.detail.map(({ loc }: { loc: string[] }) => loc[1])).toEqual([
      'client_id',
      'name',
      'admin_name',
      'admin_email',
    ]);
    const long = await call('POST', '/v1/workspaces', {
      ...WORKSPACE,
      admin_email: `${'a'.repeat(130)}@b.nl`,
    });
    expect([long.status, long.json.detail[0].loc]).toEqual([422, ['body', 'admin_email']]);
    const other = await call('POST', `${PATH}/members`, { ...MEMBER, client_id: 'another' });
    expect([other.status, other.json.detail[0].loc]).toEqual([422, ['body', 'client_id']]);
    const endless = await call('POST', `/v1/workspaces/${'x'.repeat(129)}/members`, MEMBER);
    expect([endless.status, endless.json.detail[0].loc]).toEqual([422, ['path', 'client_id']]);
    expect((await call('GET', '/v1/workspaces/none/members')).json).toEqual({ detail: 'Not found' });
  });

  test('workspaces and members are listed page by page, and another ATS sees none of them', async () => {
    for (let n = 0; n < 5; n += 1)
      await call('POST', '/v1/workspaces', { ...WORKSPACE, client_id: `c-${n}` });
    await carvos.work();
    const first = await call('GET', '/v1/workspaces?limit=3');
    expect(first.json.data).toHaveLength(3);
    const rest = await call('GET', `/v1/workspaces?limit=3&cursor=${first.json.next_cursor}`);
    expect(rest.json).toMatchObject({ data: [{}, {}], next_cursor: null });
    const crossed = await call('GET', `/v1/workspaces/c-1/members?cursor=${first.json.next_cursor}`);
    expect([crossed.status, crossed.json.detail[0].loc]).toEqual([422, ['query', 'cursor']]);

    const { apiKey } = await createAts(carvos.gateway.runtime, {
      atsId: 'other',
      name: 'Other',
      webhookUrl: null,
    });
    const headers = { 'x-api-key': apiKey };
    expect((await call('GET', '/v1/workspaces', undefined, headers)).json.data).toEqual([]);
    expect((await call('GET', '/v1/workspaces/c-1', undefined, headers)).status).toBe(404);
  });
});

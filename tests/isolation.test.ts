import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { REST_ROUTES } from '../functions/rest/rest-routes.ts';
import { MEETING_OUTPUTS, meetingOutputSample } from '../functions/shared/core/meetings/meeting-outputs.ts';
import { RECORD_TYPES } from '../functions/shared/core/records/record-types.ts';
import { signWebhook } from '../functions/shared/core/signature/sign-webhook.ts';
import { memberAdded, workspaceCreated } from '../functions/shared/core/workspaces/workspace-types.ts';
import { type AtsCredentials, createAts } from '../functions/shared/flows/create-ats.ts';
import { type RawAnswer, rawRequest } from './support/raw-request.ts';
import { TestGateway } from './support/test-gateway.ts';

/** What the ATS `demo` has in its workspace `acme`, by the name of the parameter; filled in once it is there. */
const OWNED: Record<string, string> = {
  client_id: 'acme',
  meeting_id: 'meet-1',
  ...Object.fromEntries(RECORD_TYPES.map(({ idField, name }) => [idField, `${name}-1`])),
};

/** As long as what is owned, so that nothing can be told by length. */
const absent = (value: string) => value.replace(/[a-z0-9]$/, (last) => (last === 'z' ? 'y' : 'z'));

const BODIES: Record<string, object> = {
  ...Object.fromEntries(RECORD_TYPES.map(({ collection, sample }) => [`/v1/${collection}`, sample])),
  '/v1/workspaces': workspaceCreated.sample,
  '/v1/workspaces/{client_id}/members': memberAdded.sample,
};

/** Every route and method of the API that names something by an id; the reference has files, which belong to nobody. */
const NAMING = REST_ROUTES.filter(({ path }) => path.includes('{') && path !== '/docs/{file}').flatMap(
  ({ path, methods }) => Object.keys(methods).map((method) => ({ method, path })),
);

const LISTING = REST_ROUTES.filter(({ path, methods }) => {
  const { GET } = methods;
  return GET !== undefined && typeof GET !== 'string' && !path.endsWith('}');
}).map(({ path }) => path);

describe('what belongs to another', () => {
  let carvos: TestGateway;
  let other: AtsCredentials;
  let before: string[];
  beforeAll(async () => {
    carvos = await TestGateway.start();
    other = await createAts(carvos.gateway.runtime, { atsId: 'other', name: 'Other', webhookUrl: null });
    for (const { collection, idField, sample } of RECORD_TYPES) {
      const body = { ...sample, [idField]: OWNED[idField] };
      const { json } = await carvos.call('POST', `/v1/${collection}`, { body });
      OWNED.reference_id = json.reference_id;
    }
    await carvos.work();
    for (const output of MEETING_OUTPUTS) {
      const data = { ...meetingOutputSample(output), meeting_id: OWNED.meeting_id };
      const { event } = output;
      await carvos.fromAi('events', { event, event_id: event, ats_id: 'demo', workspace: 'acme', data });
    }
    await carvos.work();
    before = await everything();
  });
  afterAll(() => carvos.stop());

  /** Who asks, and who knows of nothing that `demo` has in `acme`. */
  const STRANGERS = {
    'another ATS': () => ({ 'x-api-key': other.apiKey, 'x-ats-client-id': 'acme' }),
    'another workspace': () => ({ 'x-api-key': carvos.gateway.demo.api_key, 'x-ats-client-id': 'acmf' }),
  };

  async function ask(
    method: string,
    template: string,
    headers: Record<string, string>,
    name: (value: string) => string,
  ): Promise<RawAnswer> {
    const named = Object.fromEntries(Object.entries(OWNED).map(([field, value]) => [field, name(value)]));
    const path = template.replaceAll(/\{(\w+)\}/g, (_, field) => encodeURIComponent(named[field] ?? ''));
    const takesBody = method === 'POST' || method === 'PATCH';
    const body = method === 'PATCH' ? { added: 1 } : BODIES[template];
    return rawRequest(carvos.gateway.baseUrl, {
      method,
      path,
      headers: { 'x-ats-user-id': 'recruiter-1', 'content-type': 'application/json', ...headers },
      ...(takesBody ? { body: JSON.stringify(body) } : {}),
    });
  }

  /** Everything of the owner's that a read can show. */
  async function everything(): Promise<string[]> {
    const headers = { 'x-api-key': carvos.gateway.demo.api_key, 'x-ats-client-id': 'acme' };
    const paths = [...LISTING, ...NAMING.filter(({ method }) => method === 'GET').map(({ path }) => path)];
    const answers = await Promise.all(paths.map((path) => ask('GET', path, headers, (value) => value)));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
    return answers.map(({ text }) => text);
  }

  /** An answer without what differs by its nature: the id that was asked for, a new reference id, the time, what is left of a rate. */
  function comparable({ status, headers, text }: RawAnswer, name: (value: string) => string) {
    const { date: _, ratelimit: __, ...rest } = headers;
    const ids = Object.values(OWNED).map(name);
    const shown = ids.reduce((body, id) => body.replaceAll(id, '<id>'), text);
    return { status, headers: rest, text: shown.replace(/"reference_id":"[^"]+"/, '"reference_id":"<new>"') };
  }

  const rows = Object.keys(STRANGERS).flatMap((stranger) =>
    NAMING.filter(({ path }) => stranger === 'another ATS' || !isOfTheAts(path)).map((row) => ({
      stranger: stranger as keyof typeof STRANGERS,
      ...row,
    })),
  );

  test.each(rows)('$method $path is answered to $stranger as if there were no such thing', async (row) => {
    const headers = STRANGERS[row.stranger]();
    const owned = await ask(row.method, row.path, headers, (value) => value);
    const nothing = await ask(row.method, row.path, headers, absent);
    expect(comparable(owned, (value) => value)).toEqual(comparable(nothing, absent));
    // Only a member may be asked for in a workspace that is not there yet: it is one of the asker's own.
    expect(owned.status).toBe(row.method === 'POST' ? 202 : 404);
  });

  test.each(LISTING)('GET %s shows none of it, and takes no cursor of its owner', async (path) => {
    const own = { 'x-api-key': carvos.gateway.demo.api_key, 'x-ats-client-id': 'acme' };
    for (const n of [1, 2]) {
      const template = path.replace('{client_id}', 'acme');
      const body = BODIES[path];
      const again = { ...body, [Object.keys(body ?? {})[0] ?? 'x']: `more-${n}` };
      if (body) await carvos.call('POST', template, { body: again });
    }
    await carvos.work();
    const page = JSON.parse((await ask('GET', `${path}?limit=1`, own, (value) => value)).text);
    for (const stranger of Object.values(STRANGERS)) {
      if (stranger === STRANGERS['another workspace'] && isOfTheAts(path)) continue;
      const seen = await ask('GET', path, stranger(), (value) => value);
      for (const secret of ['candidate-1', 'vacancy-1', 'application-1', 'meet-1', 'more-1']) {
        expect(seen.text).not.toContain(secret);
      }
      if (!page.next_cursor || seen.status === 404) continue;
      const taken = await ask('GET', `${path}?cursor=${page.next_cursor}`, stranger(), (value) => value);
      const invented = await ask('GET', `${path}?cursor=AAAA`, stranger(), (value) => value);
      expect(taken.status).toBe(422);
      expect(taken.text).toBe(invented.text);
    }
  });

  test('a webhook to another ATS, signed with the own secret, is answered like one to an ATS that does not exist', async () => {
    const body = JSON.stringify({ event: 'candidate.deleted', event_id: 'x', candidate_id: 'candidate-1' });
    const timestampSeconds = Math.floor(carvos.clock.now() / 1000);
    const secrets = [other.incomingSecret];
    const signature = signWebhook({ secrets, timestampSeconds, body: Buffer.from(body) });
    const headers = { 'content-type': 'application/json', 'x-webhook-signature': signature };
    const [owned, nothing] = await Promise.all(
      ['demo', 'demp'].map((atsId) =>
        rawRequest(carvos.gateway.baseUrl, { path: `/v1/webhooks/${atsId}`, headers, body }),
      ),
    );
    expect(owned?.status).toBe(401);
    expect(comparable(owned as RawAnswer, String)).toEqual(comparable(nothing as RawAnswer, String));
  });

  test('a result or a meeting under another ats_id is answered like one of nothing', async () => {
    const { reference_id } = OWNED;
    const result = { reference_id, ats_id: 'other', status: 'success', data: {} };
    const [event] = MEETING_OUTPUTS.map(({ event }) => event);
    const data = { meeting_id: OWNED.meeting_id, transcript: 'x' };
    const output = { event, event_id: 'i', ats_id: 'other', workspace: 'unknown', data };
    expect((await carvos.fromAi('results', result)).text).toBe('{"detail":"Not found"}');
    expect((await carvos.fromAi('events', output)).status).toBe(404);
  });

  test('after all this the owner still has what there was', async () => {
    const after = await everything();
    const lost = before
      .filter((text) => !text.includes('"data"'))
      .filter((text) => !text.includes('"timeline"'))
      .filter((text) => !after.includes(text));
    expect(lost).toEqual([]);
  });
});

/** Routes that are about a whole ATS, and so the same for all of its workspaces. */
function isOfTheAts(path: string): boolean {
  return path.startsWith('/v1/workspaces') || path.startsWith('/v1/events');
}

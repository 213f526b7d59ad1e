import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MINUTE_MS } from '../functions/shared/core/duration.ts';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { ADA, candidateEvent, TestGateway } from './support/test-gateway.ts';

describe('GET /v1/events/{reference_id}', () => {
  let carvos: TestGateway;
  beforeEach(async () => {
    carvos = await TestGateway.start();
  });
  afterEach(() => carvos.stop());

  const story = async (referenceId: string, headers = {}) =>
    carvos.call('GET', `/v1/events/${referenceId}`, { headers });
  const steps = async (referenceId: string) =>
    (await story(referenceId)).json.timeline.map(({ at, step, text }: Record<string, string>) => [
      at?.slice(11, 19),
      step,
      text,
    ]);

  test('tells a flow from its receipt to its delivery, and what comes next and when', async () => {
    await carvos.webhook(candidateEvent('candidate.created', 'first'));
    await carvos.work();
    carvos.receiver.script(500);
    const { json } = await carvos.call('POST', '/v1/candidates', { body: ADA });
    const { reference_id } = json;
    expect(await steps(reference_id)).toEqual([
      ['10:30:00', 'accepted', 'candidate.created received by REST and accepted'],
      ['10:30:00', 'next', 'handed to the AI service'],
    ]);

    await carvos.work();
    expect((await steps(reference_id)).slice(1)).toEqual([
      ['10:30:00', 'result', 'result of AI: success'],
      ['10:30:00', 'webhook_created', 'webhook candidate.created is to be delivered'],
      ['10:30:00', 'attempt', expect.stringMatching(/^candidate\.created, attempt 1: .*500/)],
      ['10:31:00', 'next', 'candidate.created, attempt 2'],
    ]);

    await carvos.after(MINUTE_MS);
    const { status, json: told } = await story(reference_id);
    expect([status, told.timeline.at(-1).step]).toEqual([200, 'attempt']);
    expect(told).toMatchObject({
      reference_id,
      ats_id: 'demo',
      client_id: 'acme',
      user_id: 'recruiter-1',
      event: 'candidate.created',
      record_id: 'c-1',
      source: 'rest',
      state: 'settled',
      outcome: 'success',
      error: null,
      deliveries: [{ event: 'candidate.created', state: 'delivered', attempts: 2, last_status_code: 200 }],
    });
    expect(JSON.stringify(told)).not.toContain('LOVELACE');
  });

  test('tells of the workspace and the member that a first event provisioned, and where an event came from', async () => {
    const { json } = await carvos.webhook(candidateEvent('candidate.created', 'first'));
    await carvos.work();
    const { deliveries, source } = (await story(json.reference_id)).json;
    expect(source).toBe('webhook');
    expect(deliveries.map(({ event }: { event: string }) => event)).toEqual([
      'workspace.provisioned',
      'workspace.member_added',
      'candidate.created',
    ]);
  });

  test("answers for another ATS's event exactly as for one that does not exist", async () => {
    const { json } = await carvos.call('POST', '/v1/candidates', { body: ADA });
    const other = await createAts(carvos.gateway.runtime, {
      atsId: 'other',
      name: 'Other',
      webhookUrl: null,
    });
    const headers = { 'x-api-key': other.apiKey };
    const unknown = `${json.reference_id.slice(0, -1)}${json.reference_id.endsWith('0') ? '1' : '0'}`;

    const [foreign, missing] = [await story(json.reference_id, headers), await story(unknown, headers)];

    expect(foreign.status).toBe(404);
    expect(missing.status).toBe(404);
    expect(foreign.text.replace(json.reference_id, 'X')).toBe(missing.text.replace(unknown, 'X'));
  });

  test.each(['nonsense', '..', '%00', '%', `${'0'.repeat(8)}-0000-4000-8000-000000000000`])(
    'of %j there is none',
    async (referenceId) => {
      const { status, json } = await story(referenceId);
      expect(status).toBe(referenceId === '%' ? 422 : 404);
      expect(Object.keys(json)).toEqual(['detail']);
    },
  );

  test('needs a key, and neither client nor user', async () => {
    const { json } = await carvos.call('POST', '/v1/candidates', { body: ADA });
    const url = `${carvos.gateway.baseUrl}/v1/events/${json.reference_id}`;
    expect((await fetch(url)).status).toBe(401);
    const { api_key } = carvos.gateway.demo;
    expect((await fetch(url, { headers: { 'x-api-key': api_key } })).status).toBe(200);
    expect((await fetch(url, { method: 'POST', headers: { 'x-api-key': api_key } })).status).toBe(405);
  });
});

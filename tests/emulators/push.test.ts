import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isReferenceId } from '../../functions/shared/core/reference-id.ts';
import { ADA, candidateEvent } from '../support/test-gateway.ts';
import { openAts, type TestAts } from './support/open-ats.ts';

const NORMALISED = { email: 'ada@example.com', emails: [{ type: 'primary', value: 'ada@example.com' }] };

describe('an ATS pushes a candidate through Hosting', () => {
  let ats: TestAts;
  beforeAll(async () => {
    ats = await openAts('pushing');
  });
  afterAll(() => ats.close());

  test('by REST: 202 with a reference id, then signed webhooks with the headers and body of the contract', async () => {
    const accepted = await ats.client.call('POST', '/v1/candidates', { body: ADA });
    expect([accepted.status, Object.keys(accepted.json)]).toEqual([202, ['reference_id']]);
    const { reference_id } = accepted.json;
    expect(isReferenceId(reference_id)).toBe(true);

    const webhooks = await ats.delivered(reference_id, 3);
    expect(webhooks.map(({ json }) => json.event).sort()).toEqual([
      'candidate.created',
      'workspace.member_added',
      'workspace.provisioned',
    ]);
    expect(webhooks.every(({ verified }) => verified)).toBe(true);
    const candidate = webhooks.find(({ json }) => json.event === 'candidate.created');
    expect(candidate?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'CarvOS-Webhooks/1.0',
      'x-carvos-event': 'candidate.created',
      'x-carv-causation-id': reference_id,
      'content-length': String(candidate?.body.length),
    });
    expect(candidate?.json).toMatchObject({
      status: 'success',
      error: null,
      data: { ...ADA, ...NORMALISED },
    });
  });

  test('by signed webhook: the same data gives the same result as by REST', async () => {
    const fields = { candidate_id: 'c-2', tags: ['x'], extra: { deep: [1, null] } };
    const rest = await ats.client.call('POST', '/v1/candidates', { body: { ...ADA, ...fields } });
    const webhook = await ats.client.webhook(candidateEvent('candidate.created', 'w-1', fields));
    expect([rest.status, webhook.status]).toEqual([202, 202]);

    const [byRest] = await ats.delivered(rest.json.reference_id);
    const [byWebhook] = await ats.delivered(webhook.json.reference_id);
    expect(byWebhook?.json.data).toEqual(byRest?.json.data);
    expect(byWebhook?.json.data).toEqual({ ...ADA, ...fields, ...NORMALISED });
  });

  test('a GET shows what was accepted at once, and then the result of AI over it', async () => {
    const body = { ...ADA, candidate_id: 'c-3' };
    const { json } = await ats.client.call('POST', '/v1/candidates', { body });
    const before = await ats.client.call('GET', '/v1/candidates/c-3');
    expect(before.status).toBe(200);
    expect([body, { ...body, ...NORMALISED }]).toContainEqual(before.json);

    await ats.delivered(json.reference_id);
    expect((await ats.client.call('GET', '/v1/candidates/c-3')).json).toEqual({ ...body, ...NORMALISED });
    const list = await ats.client.call('GET', '/v1/candidates?limit=1');
    expect([list.status, list.json.data.length, typeof list.json.next_cursor]).toEqual([200, 1, 'string']);
  });

  test('PATCH merges and tells of the whole record; DELETE tells of just the id, and the record is gone', async () => {
    const body = { ...ADA, candidate_id: 'c-4', phone: '1', custom_fields: { a: 1, b: 2 } };
    await ats.client.call('POST', '/v1/candidates', { body });
    const patch = { phone: null, location: 'Delft', custom_fields: { a: null, c: 3 } };
    const patched = await ats.client.call('PATCH', '/v1/candidates/c-4', { body: patch });
    expect(patched.status).toBe(202);
    const [updated] = await ats.delivered(patched.json.reference_id);
    expect(updated?.json).toMatchObject({ event: 'candidate.updated', status: 'success' });
    expect(updated?.json.data).toMatchObject({ location: 'Delft', custom_fields: { b: 2, c: 3 } });
    expect(updated?.json.data).not.toHaveProperty('phone');

    const deleted = await ats.client.call('DELETE', '/v1/candidates/c-4');
    expect(deleted.status).toBe(202);
    const [told] = await ats.delivered(deleted.json.reference_id);
    expect([told?.json.event, told?.json.data]).toEqual(['candidate.deleted', { candidate_id: 'c-4' }]);
    expect((await ats.client.call('GET', '/v1/candidates/c-4')).status).toBe(404);
  });

  test('numbers and strings come back exactly as written, by GET and by webhook', async () => {
    const fields =
      '"a":12345678901234567890,"b":1.0,"c":1e400,"d":-0,"e":[0.10,{"f":1E3}],"__proto__":{"g":2.50}';
    const body = `{"candidate_id":"c-5","first_name":"A","last_name":"B",${fields}}`;
    const { json } = await ats.client.call('POST', '/v1/candidates', { body });
    const [webhook] = await ats.delivered(json.reference_id);
    expect(webhook?.body.toString()).toContain(fields);
    expect((await ats.client.call('GET', '/v1/candidates/c-5')).text).toContain(fields);
  });

  test('ids of the ATS may be anything that a URL can carry: slashes, percent signs, non-ASCII', async () => {
    for (const id of ['a/b', '__x__', '%2F', 'é漢🙂', 'x y?&#']) {
      const body = { ...ADA, candidate_id: id };
      expect((await ats.client.call('POST', '/v1/candidates', { body })).status).toBe(202);
      const got = await ats.client.call('GET', `/v1/candidates/${encodeURIComponent(id)}`);
      expect([id, got.json?.candidate_id]).toEqual([id, id]);
    }
  });
});

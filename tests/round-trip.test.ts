import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RECORD_TYPES } from '../functions/shared/core/records/record-types.ts';
import { type EchoingAiService, startEchoingAiService } from './support/echoing-ai-service.ts';
import { rawRequest } from './support/raw-request.ts';
import { TestGateway } from './support/test-gateway.ts';

/** Unknown fields as an ATS may write them: none of these numbers outlives a double. */
const UNKNOWN =
  '"big":12345678901234567890,"one":1.0,"endless":1e400,"zero":-0,"tenth":0.10,' +
  '"nested":[{"x":1E3,"__proto__":{"y":2.50}},[]],"text":"é漢🙂\\u0000\\ud800","nothing":null';

/** Ids as an ATS may have them. */
const IDS = ['a/b', '..', '.', '__x__', '🙂'.repeat(128), 'é漢', 'x y?&#', '%2F', 'a\u0000b', '\\"'];

/** An id that stands in a header cannot hold control characters. */
const clientOf = (id: string) => (/\p{Cc}/u.test(id) ? 'acme' : id);

const CASES = RECORD_TYPES.flatMap((recordType) =>
  (['REST', 'a webhook'] as const).flatMap((way) =>
    IDS.map((id, index) => ({
      recordType,
      way,
      id,
      shown: JSON.stringify(id).slice(0, 20),
      eventId: `${recordType.name}-${way}-${index}`,
    })),
  ),
);
type Case = (typeof CASES)[number];

describe('the way from the ATS through AI to the webhook and back to a read', () => {
  let carvos: TestGateway;
  let ai: EchoingAiService;
  beforeAll(async () => {
    ai = await startEchoingAiService();
    carvos = await TestGateway.start({ config: { aiServiceUrl: ai.url } });
    const statuses = await Promise.all(CASES.map((row) => push(row, 'created', whole(row))));
    await workAll();
    const patched = await Promise.all(CASES.map((row) => push(row, 'updated', '"added":2.00,"one":null')));
    expect(new Set([...statuses, ...patched])).toEqual(new Set([202]));
    await workAll();
  });
  afterAll(async () => {
    await carvos.stop();
    await ai.stop();
  });

  /** A queue dispatches a burst of tasks, and then so many a second: time has to pass until all are done. */
  async function workAll(): Promise<void> {
    let dispatched: number;
    do dispatched = await carvos.after(1000);
    while (dispatched > 0);
  }

  /** The fields of the sample, with an id of its own for each way, and what is unknown after them. */
  function whole({ recordType }: Case): string {
    const { [recordType.idField]: _, ...fields } = recordType.sample;
    return `${JSON.stringify(fields).slice(1, -1)},${UNKNOWN}`;
  }

  const headers = ({ id }: Case) => ({
    'x-api-key': carvos.gateway.demo.api_key,
    'x-ats-client-id': Buffer.from(clientOf(id)).toString('latin1'),
    'x-ats-user-id': 'recruiter-1',
    'content-type': 'application/json',
  });
  /** `..` is sent as it is: clients that resolve it never get here. */
  const pathOf = ({ recordType, id }: Case) => `/v1/${recordType.collection}/${encodeURIComponent(id)}`;
  const get = (row: Case) =>
    rawRequest(carvos.gateway.baseUrl, { method: 'GET', path: pathOf(row), headers: headers(row) });

  async function push(row: Case, action: 'created' | 'updated' | 'deleted', fields: string): Promise<number> {
    const { recordType, way, id, eventId } = row;
    const idText = `${JSON.stringify(recordType.idField)}:${JSON.stringify(id)}`;
    const body = [idText, fields].filter(Boolean).join(',');
    if (way === 'a webhook') {
      const envelope = JSON.stringify({
        event: `${recordType.name}.${action}`,
        event_id: `${eventId}-${action}`,
        client_id: clientOf(id),
        user_id: 'recruiter-1',
      });
      return (await carvos.webhook(`${envelope.slice(0, -1)},${body}}`)).status;
    }
    const method = { created: 'POST', updated: 'PATCH', deleted: 'DELETE' }[action];
    const path = action === 'created' ? `/v1/${recordType.collection}` : pathOf(row);
    const content = action === 'deleted' ? {} : { body: `{${body}}` };
    const options = { method, path, headers: headers(row), ...content };
    return (await rawRequest(carvos.gateway.baseUrl, options)).status;
  }

  const told = ({ recordType, id }: Case, action: string) =>
    carvos.receiver
      .of(`${recordType.name}.${action}`)
      .filter(({ json }) => json.data[recordType.idField] === id && json.client_id === clientOf(id))
      .map(({ body }) => body.toString());

  test.each(CASES)('$way keeps a $recordType.name $shown as written', async (row) => {
    const { recordType, id } = row;
    const idText = `${JSON.stringify(recordType.idField)}:${JSON.stringify(id)}`;
    const merged = `${UNKNOWN.replace('"one":1.0,', '').replace(',"nothing":null', '')}`;
    const shown = await get(row);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain(idText);
    expect(shown.text).toContain(merged);
    expect(shown.text).toContain('"added":2.00');
    expect(shown.text).not.toContain('"one"');
    for (const [action, fields] of [
      ['created', UNKNOWN],
      ['updated', '"added":2.00'],
    ] as const) {
      // Once for each way that the record came.
      const webhooks = told(row, action);
      expect(webhooks).toHaveLength(2);
      for (const body of webhooks) expect(body).toContain(fields);
    }
    const handed = ai.data.filter((data) => data.includes(idText));
    expect(handed.filter((data) => data.includes(UNKNOWN))).toHaveLength(2);
    expect(handed.filter((data) => data.includes('"added":2.00'))).toHaveLength(2);
  });

  test('what is deleted is gone, and its id comes back as written', async () => {
    const statuses = await Promise.all(CASES.map((row) => push(row, 'deleted', '')));
    // The same record is deleted by REST and by webhook, in no certain order.
    expect(statuses.every((status) => status === 202 || status === 404)).toBe(true);
    await workAll();
    for (const row of CASES) {
      expect((await get(row)).status).toBe(404);
      expect(told(row, 'deleted').length).toBeGreaterThan(0);
    }
  });
});

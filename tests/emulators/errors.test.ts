import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signWebhook } from '../../functions/shared/core/signature/sign-webhook.ts';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import { updateAts } from '../../functions/shared/flows/update-ats.ts';
import type { CallOptions, CallResult } from '../support/ats-client.ts';
import { ADA, candidateEvent } from '../support/test-gateway.ts';
import { openAts, type TestAts } from './support/open-ats.ts';

const BIG = { ...ADA, pad: 'x'.repeat(512 * 1024) };

describe('errors through Hosting', () => {
  let ats: TestAts;
  let disabledKey: string;
  beforeAll(async () => {
    ats = await openAts('failing');
    const off = { atsId: 'switched-off', name: 'Off', webhookUrl: null };
    disabledKey = (await createAts(ats.runtime, off)).apiKey;
    await updateAts(ats.runtime, 'switched-off', { enabled: false });
  });
  afterAll(() => ats.close());

  const CANDIDATES = '/v1/candidates';
  const NO_KEY = { detail: 'Invalid or missing API key' };
  const REST: [string, [string, string, CallOptions?], number, unknown][] = [
    ['no key', ['POST', CANDIDATES, { body: ADA, headers: { 'x-api-key': '' } }], 401, NO_KEY],
    ['a wrong key', ['GET', CANDIDATES, { headers: { 'x-api-key': 'carv_ZGVtbw_x' } }], 401, NO_KEY],
    ['an unknown route', ['GET', '/v1/nothing'], 404, { detail: 'No such route' }],
    ['an unknown record', ['GET', `${CANDIDATES}/nobody`], 404, { detail: 'Not found' }],
    ['a wrong method', ['PUT', CANDIDATES, { body: ADA }], 405, { detail: 'Method not allowed' }],
    [
      'a body too large',
      ['POST', CANDIDATES, { body: BIG }],
      413,
      { detail: 'The body is larger than 512 KiB' },
    ],
    [
      'another content type',
      ['POST', CANDIDATES, { body: 'a=1', headers: { 'content-type': 'text/plain' } }],
      415,
      { detail: 'Content-Type must be application/json' },
    ],
    [
      'half a JSON text',
      ['POST', CANDIDATES, { body: '{"a":' }],
      400,
      { detail: 'The body is not valid JSON' },
    ],
    [
      'a record without its id',
      ['POST', CANDIDATES, { body: { first_name: 'Ada', last_name: 'L' } }],
      422,
      { detail: [{ loc: ['body', 'candidate_id'], msg: 'Field required', type: 'missing' }] },
    ],
    [
      'no client',
      ['GET', CANDIDATES, { headers: { 'x-ats-client-id': '' } }],
      422,
      { detail: [{ loc: ['header', 'x-ats-client-id'], msg: expect.any(String), type: expect.any(String) }] },
    ],
    ['a strange cursor', ['GET', `${CANDIDATES}?cursor=x`], 422, { detail: expect.any(Array) }],
  ];

  test.each(REST)('REST: %s', async (_, [method, path, options], status, body) => {
    const answer = await ats.client.call(method, path, options);
    expect([answer.status, answer.json]).toEqual([status, body]);
    if (status === 405) expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expectNotCached(answer);
  });

  test('an ATS that is disabled gets a 403, and nobody else learns of it', async () => {
    const known = await ats.client.call('GET', CANDIDATES, { headers: { 'x-api-key': disabledKey } });
    expect([known.status, known.json.detail]).toEqual([403, expect.stringContaining('disabled')]);
    const guessed = `${disabledKey.slice(0, -1)}${disabledKey.endsWith('A') ? 'B' : 'A'}`;
    const stranger = await ats.client.call('GET', CANDIDATES, { headers: { 'x-api-key': guessed } });
    expect([stranger.status, stranger.json]).toEqual([401, NO_KEY]);
  });

  const EVENT = candidateEvent('candidate.created', 'bad', { candidate_id: 'b-1' });
  const WEBHOOKS: [string, object | string, Record<string, string>, number, unknown][] = [
    ['no signature', EVENT, { 'x-webhook-signature': '' }, 401, { detail: 'Invalid signature' }],
    ['half a JSON text, rightly signed', '{"event":', {}, 400, { detail: 'The body is not valid JSON' }],
    [
      'another content type',
      EVENT,
      { 'content-type': 'text/plain' },
      415,
      { detail: 'Content-Type must be application/json' },
    ],
    [
      'an unknown event',
      { ...EVENT, event: 'candidate.eaten' },
      {},
      422,
      { detail: [expect.objectContaining({ loc: ['body', 'event'] })] },
    ],
    ['a body too large', { ...EVENT, ...BIG }, {}, 413, { detail: 'The body is larger than 512 KiB' }],
  ];

  test.each(WEBHOOKS)('webhooks: %s', async (_, body, headers, status, expected) => {
    const answer = await ats.client.webhook(body, { headers });
    expect([answer.status, answer.json]).toEqual([status, expected]);
    expectNotCached(answer);
  });

  test('a webhook whose bytes are not those that were signed, by so much as a space, is refused', async () => {
    const signed = Buffer.from(JSON.stringify(EVENT));
    const timestampSeconds = Math.floor(Date.now() / 1000);
    const secrets = [ats.account.incoming_secret];
    const signature = signWebhook({ secrets, timestampSeconds, body: signed });
    const headers = { 'x-webhook-signature': signature };
    const answer = await ats.client.webhook(`${signed} `, { headers });
    expect([answer.status, answer.json]).toEqual([401, { detail: 'Invalid signature' }]);
    expect((await ats.client.webhook(String(signed), { headers })).status).toBe(202);
  });

  test('a webhook by GET is a 405, and one without an ATS has no route', async () => {
    const wrong = await ats.client.call('GET', '/v1/webhooks/failing');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    const nobody = await ats.client.call('POST', '/v1/webhooks', { body: EVENT });
    expect([nobody.status, nobody.json]).toEqual([404, { detail: 'No such route' }]);
  });

  test('what the AI service sends is refused from anybody else', async () => {
    const answer = await ats.client.call('POST', '/internal/v1/results', { body: {} });
    expect([answer.status, answer.json]).toEqual([401, { detail: 'Invalid or missing identity token' }]);
  });
});

function expectNotCached({ headers }: CallResult): void {
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.get('cache-control')).toBe('no-store');
}

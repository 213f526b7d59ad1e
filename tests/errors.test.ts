import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordEventNames } from '../functions/shared/core/records/record-types.ts';
import { signWebhook } from '../functions/shared/core/signature/sign-webhook.ts';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { updateAts } from '../functions/shared/flows/update-ats.ts';
import { rawRequest } from './support/raw-request.ts';
import { ADA, candidateEvent, TestGateway } from './support/test-gateway.ts';

/** What is wrong with a request, the one that wins first: a request with several is answered for the first of them. */
type Fault =
  | 'route'
  | 'method'
  | 'size'
  | 'auth'
  | 'disabled'
  | 'type'
  | 'json'
  | 'schema'
  | 'missing'
  | 'conflict';

const REST_ORDER: [Fault, number][] = [
  ['route', 404],
  ['method', 405],
  ['size', 413],
  ['auth', 401],
  ['disabled', 403],
  ['type', 415],
  ['json', 400],
  ['schema', 422],
  ['missing', 404],
  ['conflict', 409],
];
/** The exact answers, where each fault stands alone. */
const DETAILS: Record<Fault, unknown> = {
  route: 'No such route',
  method: 'Method not allowed',
  size: 'The body is larger than 512 KiB',
  auth: 'Invalid or missing API key',
  disabled: 'This ATS is disabled. Contact Carv to have it enabled',
  type: 'Content-Type must be application/json',
  json: 'The body is not valid JSON',
  schema: [{ loc: ['body', 'phone'], msg: 'Must be string,null', type: 'type' }],
  missing: 'Not found',
  conflict: 'This Idempotency-Key was already used with a different request',
};
const WEBHOOK_DETAILS: Record<string, unknown> = {
  ...DETAILS,
  auth: 'Invalid signature',
  conflict: 'This event_id was already used with different content',
};

const WEBHOOK_ORDER = REST_ORDER.filter(([fault]) => fault !== 'missing');

describe('errors', () => {
  let carvos: TestGateway;
  let disabledKey: string;
  let disabledSecret: string;
  beforeAll(async () => {
    carvos = await TestGateway.start();
    const { runtime } = carvos.gateway;
    const disabled = await createAts(runtime, { atsId: 'switched-off', name: 'Off', webhookUrl: null });
    await updateAts(runtime, 'switched-off', { enabled: false });
    disabledKey = disabled.apiKey;
    disabledSecret = disabled.incomingSecret;
  });
  afterAll(() => carvos.stop());

  function body(faults: ReadonlySet<Fault>, fields: object): string {
    const text = JSON.stringify(faults.has('schema') ? { ...fields, phone: 1 } : fields);
    const broken = faults.has('json') ? text.slice(0, -1) : text;
    return faults.has('size') ? broken + ' '.repeat(512 * 1024) : broken;
  }

  async function restCall(faults: ReadonlySet<Fault>) {
    const record = faults.has('missing') ? 'nobody' : 'c-1';
    const conflict = faults.has('conflict');
    return rawRequest(carvos.gateway.baseUrl, {
      method: faults.has('method') ? 'PUT' : 'PATCH',
      path: faults.has('route') ? '/v1/nonsense' : `/v1/candidates/${record}`,
      headers: {
        'x-api-key': faults.has('disabled')
          ? disabledKey.replace(/.$/, faults.has('auth') ? '!' : '$&')
          : faults.has('auth')
            ? 'x'
            : carvos.gateway.demo.api_key,
        'x-ats-user-id': 'u',
        'x-ats-client-id': 'acme',
        ...(conflict ? { 'idempotency-key': `taken-${record}` } : {}),
        'content-type': faults.has('type') ? 'text/plain' : 'application/json',
      },
      body: body(faults, { phone: '2' }),
    });
  }

  async function webhookCall(faults: ReadonlySet<Fault>) {
    const secret = faults.has('disabled') ? disabledSecret : carvos.gateway.demo.incoming_secret;
    const atsId = faults.has('disabled') ? 'switched-off' : 'demo';
    const eventId = faults.has('conflict') ? 'taken' : `fresh-${[...faults].join('-')}`;
    const bytes = Buffer.from(body(faults, candidateEvent('candidate.created', eventId, { phone: '2' })));
    const timestampSeconds = Math.floor(carvos.clock.now() / 1000);
    const signature = signWebhook({ secrets: [secret], timestampSeconds, body: bytes });
    return rawRequest(carvos.gateway.baseUrl, {
      method: faults.has('method') ? 'PUT' : 'POST',
      path: faults.has('route') ? '/v1/webhooks' : `/v1/webhooks/${atsId}`,
      headers: {
        'x-webhook-signature': faults.has('auth') ? signature.replace(/.$/, 'x') : signature,
        'content-type': faults.has('type') ? 'text/plain' : 'application/json',
      },
      body: bytes,
    });
  }

  describe.each([
    ['REST', REST_ORDER, restCall, DETAILS],
    ['webhooks', WEBHOOK_ORDER, webhookCall, WEBHOOK_DETAILS],
  ] as const)('%s', (_name, order, call, details: Record<string, unknown>) => {
    beforeAll(async () => {
      await carvos.call('POST', '/v1/candidates', { body: ADA });
      for (const record of ['c-1', 'nobody']) {
        const headers = { 'idempotency-key': `taken-${record}` };
        await carvos.call('POST', '/v1/candidates', { body: { ...ADA, candidate_id: record } });
        await carvos.call('PATCH', `/v1/candidates/${record}`, { body: { phone: '1' }, headers });
      }
      await carvos.call('DELETE', '/v1/candidates/nobody');
      await carvos.webhook(candidateEvent('candidate.created', 'taken', { phone: '1' }));
    });

    const pairs = order.flatMap(([first, status], index) =>
      order.slice(index + 1).map(([second]) => [first, second, status] as const),
    );

    test.each(order)('%s alone → %i', async (fault, status) => {
      const answer = await call(new Set([fault]));
      expect([answer.status, answer.text]).toEqual([status, JSON.stringify({ detail: details[fault] })]);
      expect(answer.headers['content-type']).toBe('application/json');
    });

    test.each(pairs)('%s wins over %s → %i', async (first, second, status) => {
      expect((await call(new Set([first, second]))).status).toBe(status);
    });

    test('everything wrong at once is answered for the first; then for the next, down to the last', async () => {
      const faults = new Set(order.map(([fault]) => fault));
      for (const [fault, status] of order) {
        const answer = await call(faults);
        expect([fault, answer.status]).toEqual([fault, status]);
        expect(Object.keys(JSON.parse(answer.text))).toEqual(['detail']);
        faults.delete(fault);
      }
      expect((await call(faults)).status).toBe(202);
    });
  });

  test('an unknown ATS, a wrong key and a wrong signature are answered alike', async () => {
    const { baseUrl, demo } = carvos.gateway;
    const ghost = demo.api_key.replace(
      Buffer.from('demo').toString('base64url'),
      Buffer.from('ghost').toString('base64url'),
    );
    for (const key of [ghost, demo.api_key.replace(/.{5}$/, 'AAAAA'), 'carv_', '']) {
      const answer = await carvos.call('GET', '/v1/candidates', { headers: { 'x-api-key': key } });
      expect([answer.status, answer.text]).toEqual([401, '{"detail":"Invalid or missing API key"}']);
    }
    for (const atsId of ['demo', 'ghost', '..', 'UPPER', '%E0', 'a'.repeat(5000)]) {
      const headers = {
        'x-webhook-signature': `t=${Math.floor(carvos.clock.now() / 1000)},v1=${'0'.repeat(64)}`,
      };
      const path = `/v1/webhooks/${atsId}`;
      const answer = await rawRequest(baseUrl, { path, headers, body: '{}' });
      expect([atsId, answer.status, answer.text]).toEqual([atsId, 401, '{"detail":"Invalid signature"}']);
    }
  });

  test('a 405 names the methods there are', async () => {
    const list = await carvos.call('DELETE', '/v1/candidates');
    expect([list.status, list.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    const one = await carvos.call('POST', '/v1/candidates/x', { body: {} });
    expect([one.status, one.headers.get('allow')]).toEqual([405, 'GET, HEAD, PATCH, DELETE']);
  });

  test('a 422 says for each field where, what and how', async () => {
    const answer = await carvos.call('POST', '/v1/candidates', {
      body: { candidate_id: '', last_name: 5, emails: [{ type: 'work' }], tags: ['a', 1] },
    });
    expect([answer.status, answer.json.detail]).toEqual([
      422,
      expect.arrayContaining([
        { loc: ['body', 'first_name'], msg: 'Field required', type: 'missing' },
        { loc: ['body', 'candidate_id'], msg: 'Must NOT have fewer than 1 characters', type: 'too_short' },
        { loc: ['body', 'last_name'], msg: 'Must be string', type: 'type' },
        { loc: ['body', 'emails', 0, 'value'], msg: 'Field required', type: 'missing' },
        { loc: ['body', 'tags', 1], msg: 'Must be string', type: 'type' },
      ]),
    ]);
    const { baseUrl, demo } = carvos.gateway;
    const headers = { 'x-api-key': demo.api_key, 'content-type': 'application/json' };
    const bare = await rawRequest(baseUrl, { path: '/v1/candidates', headers, body: JSON.stringify(ADA) });
    expect([bare.status, JSON.parse(bare.text)]).toEqual([
      422,
      {
        detail: [
          { loc: ['header', 'x-ats-client-id'], msg: 'Field required', type: 'missing' },
          { loc: ['header', 'x-ats-user-id'], msg: 'Field required', type: 'missing' },
        ],
      },
    ]);
  });

  test('a webhook of an unknown event, or without its envelope, is a 422', async () => {
    const unknown = await carvos.webhook(candidateEvent('candidate.exploded', 'x-1'));
    expect([unknown.status, unknown.json.detail[0]]).toEqual([
      422,
      {
        loc: ['body', 'event'],
        msg: `Unknown event. Known are: ${[...recordEventNames(), 'workspace.created', 'workspace.member_added'].join(', ')}`,
        type: 'unknown_event',
      },
    ]);
    const bare = await carvos.webhook({ event: 'candidate.deleted' });
    expect(bare.json.detail.map(({ loc }: { loc: string[] }) => loc[1])).toEqual([
      'event_id',
      'client_id',
      'user_id',
    ]);
    const idless = await carvos.webhook({
      event: 'candidate.deleted',
      event_id: '1',
      client_id: 'c',
      user_id: 'u',
    });
    expect(idless.json.detail).toEqual([
      { loc: ['body', 'candidate_id'], msg: 'Field required', type: 'missing' },
    ]);
  });

  test('a patch may not remove what is required, nor name another record', async () => {
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    const removed = await carvos.call('PATCH', '/v1/candidates/c-1', { body: { first_name: null } });
    expect([removed.status, removed.json.detail[0].loc]).toEqual([422, ['body', 'first_name']]);
    const other = await carvos.call('PATCH', '/v1/candidates/c-1', { body: { candidate_id: 'c-2' } });
    expect([other.status, other.json.detail[0]]).toEqual([
      422,
      { loc: ['body', 'candidate_id'], msg: 'Differs from the id in the path', type: 'mismatch' },
    ]);
  });

  test('a record may not grow beyond 768 KiB by patches', async () => {
    await carvos.call('POST', '/v1/candidates', { body: { ...ADA, candidate_id: 'big' } });
    const half = 'x'.repeat(400 * 1024);
    expect((await carvos.call('PATCH', '/v1/candidates/big', { body: { a: half } })).status).toBe(202);
    const answer = await carvos.call('PATCH', '/v1/candidates/big', { body: { b: half } });
    expect([answer.status, answer.json]).toEqual([
      413,
      { detail: 'The record would be larger than 768 KiB' },
    ]);
    expect(Object.keys((await carvos.call('GET', '/v1/candidates/big')).json)).not.toContain('b');
  });

  test('our own failure is a 503 or 500 that names a reference, and no stack', async () => {
    const { store } = carvos.gateway.runtime;
    const { getAll, commit } = store;
    try {
      store.commit = async () => {
        throw new Error('secret internals');
      };
      const busy = await carvos.call('POST', '/v1/candidates', { body: ADA });
      expect([busy.status, busy.text]).toEqual([
        503,
        expect.stringMatching(
          /^\{"detail":"Temporarily unavailable\. Try again\. If it goes on, quote [0-9a-f-]{36} to Carv"\}$/,
        ),
      ]);
      store.commit = commit;
      store.getAll = () => {
        throw new TypeError('secret internals');
      };
      const broken = await carvos.call('GET', '/v1/candidates/c-1');
      expect([broken.status, broken.text]).toEqual([
        500,
        expect.stringMatching(
          /^\{"detail":"Something went wrong on our side\. If it goes on, quote [0-9a-f-]{36} to Carv"\}$/,
        ),
      ]);
    } finally {
      Object.assign(store, { getAll, commit });
    }
  });

  test('a key vault that is away is a 503, for a known and an unknown ATS alike, and is asked anew', async () => {
    const { secrets } = carvos.gateway.runtime;
    const { seal, open } = secrets;
    const fresh = await TestGateway.start();
    try {
      const vaultAway = async () => {
        throw new Error('the vault is away');
      };
      Object.assign(fresh.gateway.runtime.secrets, { seal: vaultAway, open: vaultAway });
      expect((await fresh.webhook(candidateEvent('candidate.created', 'v-1'))).status).toBe(503);
      const path = '/v1/webhooks/ghost';
      expect((await rawRequest(fresh.gateway.baseUrl, { path, body: '{}' })).status).toBe(503);
      Object.assign(fresh.gateway.runtime.secrets, { seal, open });
      expect((await rawRequest(fresh.gateway.baseUrl, { path, body: '{}' })).status).toBe(401);
    } finally {
      await fresh.stop();
    }
  });

  test('reads have no use for an Idempotency-Key, whatever it holds; writes refuse a bad one', async () => {
    const headers = { 'idempotency-key': 'x'.repeat(256) };
    expect((await carvos.call('GET', '/v1/candidates', { headers })).status).toBe(200);
    const written = await carvos.call('POST', '/v1/candidates', { body: ADA, headers });
    expect([written.status, written.json.detail[0].loc]).toEqual([422, ['header', 'idempotency-key']]);
  });

  test('an id in a header is taken as it is: a byte order mark is part of it', async () => {
    const headers = { 'x-ats-client-id': Buffer.from('\uFEFFacme').toString('latin1') };
    expect((await carvos.call('GET', '/v1/candidates/c-1', { headers })).status).toBe(404);
  });

  test.each([
    `application/json${' '.repeat(15_000)}x`,
    'application/json; charset=utf-8; x=y',
    'application/jsonx',
  ])('content type %.40s is a 415', async (contentType) => {
    const headers = { 'content-type': contentType };
    const answer = await carvos.call('POST', '/v1/candidates', { body: ADA, headers });
    expect(answer.status).toBe(415);
  });

  test('what is not even HTTP is answered with a detail too', async () => {
    const { port } = new URL(carvos.gateway.baseUrl);
    const socket = connect(Number(port), '127.0.0.1');
    const chunks: string[] = [];
    socket.on('data', (chunk) => chunks.push(chunk.toString()));
    socket.write('NONSENSE\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(chunks.join('')).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*\{"detail":"The request is not valid HTTP"\}$/,
    );
  });
});

describe('tasks and the scheduler', () => {
  test('workers answer only to the queue and sweep only to the scheduler', async () => {
    const carvos = await TestGateway.start();
    try {
      const { outside: identity } = carvos.gateway;
      for (const [worker, service] of [
        ['process', 'tasks'],
        ['deliver', 'tasks'],
        ['sweep', 'scheduler'],
      ] as const) {
        const path = `/_functions/${worker}`;
        const wrong = service === 'tasks' ? 'scheduler' : 'tasks';
        const tokens = ['', await identity.token(wrong, worker), await identity.token(service, 'elsewhere')];
        for (const token of tokens) {
          const headers = { authorization: `Bearer ${token}` };
          const answer = await rawRequest(carvos.gateway.baseUrl, { path, headers, body: '{}' });
          expect([worker, answer.status]).toEqual([worker, 401]);
        }
        const right = `Bearer ${await identity.token(service, worker)}`;
        const ask = (headers: Record<string, string>) =>
          rawRequest(carvos.gateway.baseUrl, { path, headers, body: '{"v":99}' });
        expect([worker, (await ask({ authorization: right })).status]).toEqual([worker, 200]);
        // Cloud Run verifies this header instead of the other where it is there.
        const unverified = { authorization: right, 'x-serverless-authorization': 'Bearer x' };
        expect([worker, (await ask(unverified)).status]).toEqual([worker, 401]);
        const verified = { authorization: 'Bearer x', 'x-serverless-authorization': right };
        expect([worker, (await ask(verified)).status]).toEqual([worker, 200]);
      }
    } finally {
      await carvos.stop();
    }
  });
});

import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MINUTE_MS } from '../functions/shared/core/duration.ts';
import { updateAts } from '../functions/shared/flows/update-ats.ts';
import { ADA, candidateEvent, TestGateway } from './support/test-gateway.ts';

type Line = Record<string, unknown> & { severity: string; message: string };

/** What an ATS sends and must never be read in a log; the marker is in every field that it fills. */
const MARKER = 'very-private';

describe('the logs of a whole run, at the most talkative level', () => {
  let carvos: TestGateway;
  let text = '';
  let lines: Line[];
  let referenceId: string;

  beforeAll(async () => {
    const logDestination = new Writable({
      write(chunk, _encoding, done) {
        text += chunk.toString();
        done();
      },
    });
    carvos = await TestGateway.start({ config: { logLevel: 'debug' }, overrides: { logDestination } });
    await everythingHappens();
    lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  }, 30_000);
  afterAll(() => carvos.stop());

  async function everythingHappens(): Promise<void> {
    const { runtime, demo, baseUrl } = carvos.gateway;
    const body = {
      ...ADA,
      first_name: MARKER,
      email: `${MARKER}@example.com`,
      custom_fields: { note: MARKER },
    };
    carvos.receiver.script(500, 302, 'never');
    const { json } = await carvos.call('POST', '/v1/candidates', { body });
    referenceId = json.reference_id;
    await carvos.work();
    await carvos.after(MINUTE_MS);
    await carvos.call('PATCH', '/v1/candidates/c-1', {
      body: { last_name: MARKER },
      headers: { 'idempotency-key': MARKER },
    });
    await carvos.webhook(candidateEvent('candidate.updated', 'log-1', { phone: MARKER }));
    await carvos.webhook('{"broken": ', {});
    await carvos.webhook({ event: MARKER });
    await carvos.webhook(candidateEvent('candidate.created', 'log-2'), {
      headers: { 'x-webhook-signature': MARKER },
    });
    await carvos.call('GET', '/v1/candidates', { headers: { 'x-api-key': `${demo.api_key}x` } });
    await carvos.call('POST', '/v1/candidates', { body: { ...ADA, first_name: 5, [MARKER]: MARKER } });
    await fetch(`${baseUrl}/_functions/deliver`, {
      method: 'POST',
      headers: { authorization: `Bearer ${MARKER}` },
    });
    await updateAts(runtime, 'demo', { enabled: false });
    await carvos.call('GET', `/v1/candidates/${MARKER}`);
    await carvos.work();
    await updateAts(runtime, 'demo', {
      enabled: true,
      webhookUrl: `http://127.0.0.1:1/${MARKER}?token=${MARKER}`,
    });
    const { getAll } = runtime.store;
    runtime.store.getAll = async () => {
      throw new Error('the store is away');
    };
    await carvos.call('GET', '/v1/candidates/c-1');
    carvos.clock.advance(10 * MINUTE_MS);
    await carvos.gateway.runDueTasks();
    runtime.store.getAll = getAll;
    for (let minutes = 0; minutes < 10; minutes += 1) await carvos.after(MINUTE_MS);
    await carvos.gateway.sweepOnce();
  }

  test('hold no secret, key, token, payload, idempotency key or query', async () => {
    const { demo, outside } = carvos.gateway;
    const token = await outside.token('tasks', 'deliver');
    const secrets = [
      demo.api_key,
      demo.incoming_secret,
      demo.outgoing_secret,
      token,
      'Bearer',
      'v1=',
      ADA.email.trim(),
    ];
    expect(text.length).toBeGreaterThan(1000);
    for (const secret of [...secrets, MARKER, 'LOVELACE']) {
      const found = text.split('\n').filter((line) => line.includes(secret));
      expect([secret, found]).toEqual([secret, []]);
    }
  });

  test('are one JSON line an event, with the names and severities of Cloud Logging', () => {
    const severities = new Set(['DEBUG', 'INFO', 'WARNING', 'ERROR']);
    for (const line of lines) {
      expect(severities.has(line.severity)).toBe(true);
      expect(line.message).toMatch(/^[a-z_]+\.[a-z_]+$/);
      expect(Number.isNaN(Date.parse(String(line.time)))).toBe(false);
    }
    expect(new Set(lines.map(({ message }) => message))).toEqual(
      new Set([
        'event.accepted',
        'event.processed',
        'delivery.attempted',
        'delivery.postponed',
        'request.refused',
        'request.failed',
        'sweep.finished',
        'task.failed',
        'webhook.signature_refused',
      ]),
    );
  });

  test('carry the reference id and its trace on every line of a flow', () => {
    const ofFlow = (line: Line) => /^(event|delivery)\./.test(line.message);
    for (const line of lines.filter(ofFlow)) {
      expect([line.message, line.reference_id]).toEqual([line.message, expect.any(String)]);
      expect(line['logging.googleapis.com/trace']).toBe(String(line.reference_id).replaceAll('-', ''));
      expect(line.ats_id).toBe('demo');
    }
    const flow = lines
      .filter(({ reference_id }) => reference_id === referenceId)
      .map(({ message }) => message);
    expect(flow.slice(0, 2)).toEqual(['event.accepted', 'event.processed']);
    expect(flow.filter((message) => message === 'delivery.attempted').length).toBeGreaterThanOrEqual(4);
  });

  test('tell of each attempt in one line, with stable names and units', () => {
    const attempts = lines.filter(({ message }) => message === 'delivery.attempted');
    expect(new Set(attempts.map((line) => Object.keys(line).toSorted().join()))).toEqual(
      new Set([
        [
          'ats_id',
          'attempt',
          'delivery_id',
          'durationMs',
          'event',
          'function',
          'ladder',
          'logging.googleapis.com/trace',
          'maxAttempts',
          'message',
          'outcome',
          'queueName',
          'reason',
          'reference_id',
          'retryCount',
          'retryDelaySeconds',
          'severity',
          'state',
          'statusCode',
          'taskName',
          'time',
        ].join(),
      ]),
    );
    const of = (outcome: string) => attempts.find((line) => line.outcome === outcome);
    expect(of('success')).toMatchObject({
      severity: 'INFO',
      statusCode: 200,
      state: 'delivered',
      retryDelaySeconds: null,
    });
    expect(of('failure')).toMatchObject({
      severity: 'WARNING',
      state: 'pending',
      retryDelaySeconds: 60,
      maxAttempts: 5,
    });
    expect(of('error')).toMatchObject({
      severity: 'WARNING',
      statusCode: null,
      durationMs: expect.any(Number),
    });
  });
});

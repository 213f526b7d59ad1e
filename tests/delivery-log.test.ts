import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DeliveryLogEntry } from '../functions/shared/core/delivery-log/delivery-log-entry.ts';
import { DAY_MS, MINUTE_MS } from '../functions/shared/core/duration.ts';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { getLogEntry } from '../functions/shared/flows/get-log-entry.ts';
import { type LogFilter, listDeliveryLog } from '../functions/shared/flows/list-delivery-log.ts';
import type { ListPosition } from '../functions/shared/flows/list-position.ts';
import { setWebhookUrl, updateAts } from '../functions/shared/flows/update-ats.ts';
import { RefusedError } from '../functions/shared/ports/store.ts';
import { closeServer, listen } from '../scripts/local/create-http-server.ts';
import { rawRequest } from './support/raw-request.ts';
import { ADA, candidateEvent, TestGateway } from './support/test-gateway.ts';

const LIMIT_MS = 60_000;

describe('the delivery log', () => {
  let carvos: TestGateway;
  beforeEach(async () => {
    carvos = await TestGateway.start();
    // What the first event provisions is not spoken of here.
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    carvos.clock.advance(MINUTE_MS);
    since = carvos.clock.now();
  });
  afterEach(() => carvos.stop());

  let since = 0;
  const page = (filter: LogFilter, limit = 100, after?: ListPosition) => {
    const { store } = carvos.gateway.runtime;
    return listDeliveryLog(store, { from: since, ...filter }, { limit, after }, carvos.clock.now());
  };
  /** Each entry whole, in the order of the list. */
  async function log(filter: LogFilter = {}): Promise<DeliveryLogEntry[]> {
    const deps = { store: carvos.gateway.runtime.store, clock: carvos.clock };
    const { entries } = await page({ atsId: 'demo', ...filter });
    return Promise.all(entries.map(({ entryId }) => getLogEntry(deps, entryId)));
  }
  /** What was forged is written down after it was answered. */
  async function logOnceThereAre(count: number, filter: LogFilter = {}): Promise<DeliveryLogEntry[]> {
    for (;;) {
      const entries = await log(filter);
      if (entries.length >= count) return entries;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const logOfAll = async () => (await page({})).entries;
  const text = ({ payload }: DeliveryLogEntry) => payload && Buffer.from(payload).toString();

  test('keeps each attempt: what was sent, how it was signed, and what was answered', async () => {
    carvos.receiver.script(500);
    const { json } = await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    await carvos.after(MINUTE_MS);
    const [second, first, ...others] = await log();
    expect(others).toEqual([]);
    const [sent, again] = carvos.receiver.of('candidate.created').slice(-2);
    expect(first).toMatchObject({
      atsId: 'demo',
      direction: 'outgoing',
      test: false,
      createdAt: since,
      expireAt: since + 7 * DAY_MS,
      outcome: 'failure',
      statusCode: 500,
      reason: expect.stringContaining('500'),
      event: 'candidate.created',
      eventId: sent?.json.event_id,
      clientId: 'acme',
      referenceId: json.reference_id,
      attempt: 1,
      requestHeaders: {
        'content-type': 'application/json',
        'user-agent': 'CarvOS-Webhooks/1.0',
        host: sent?.headers.host,
        'x-carvos-event': 'candidate.created',
        'x-carv-causation-id': json.reference_id,
      },
      signature: sent?.headers['x-webhook-signature'],
      payloadCut: false,
      responseBody: 'noted',
      responseBodyCut: false,
    });
    expect(text(first as DeliveryLogEntry)).toBe(sent?.body.toString());
    expect(second).toMatchObject({ attempt: 2, outcome: 'success', statusCode: 200, reason: null });
    expect(second?.signature).toBe(again?.headers['x-webhook-signature']);
  });

  test('keeps what came in: taken, come again, refused; and of what was forged nothing that it says', async () => {
    const event = candidateEvent('candidate.created', 'in-1');
    const { json } = await carvos.webhook(event);
    carvos.clock.advance(1);
    await carvos.webhook(event);
    carvos.clock.advance(1);
    await carvos.webhook({ ...event, event_id: 'in-2', first_name: 7 });
    carvos.clock.advance(1);
    const path = '/v1/webhooks/demo';
    const headers = { 'content-type': 'application/json', 'x-webhook-signature': 't=1,v1=00' };
    await rawRequest(carvos.gateway.baseUrl, { path, headers, body: '{"event":"candidate.created"}' });
    const [forged, refused, repeated, taken] = await logOnceThereAre(4, { direction: 'incoming' });
    expect(taken).toMatchObject({
      direction: 'incoming',
      outcome: 'success',
      statusCode: 202,
      event: 'candidate.created',
      eventId: 'in-1',
      clientId: 'acme',
      referenceId: json.reference_id,
      attempt: null,
      signature: null,
      requestHeaders: {
        'content-type': 'application/json',
        'x-webhook-signature': expect.stringMatching(/^t=\d+,v1=/),
      },
      responseBody: JSON.stringify(json),
    });
    expect(text(taken as DeliveryLogEntry)).toBe(JSON.stringify(event));
    expect(repeated).toMatchObject({ outcome: 'success', statusCode: 202, referenceId: json.reference_id });
    expect(refused).toMatchObject({
      outcome: 'failure',
      statusCode: 422,
      reason: 'Must be string',
      eventId: 'in-2',
      referenceId: null,
    });
    expect(forged).toMatchObject({
      outcome: 'failure',
      statusCode: 401,
      reason: 'Invalid signature',
      event: null,
      eventId: null,
      clientId: null,
      referenceId: null,
    });
    expect(text(forged as DeliveryLogEntry)).toBeUndefined();
  });

  test('of what was forged keeps a sample, and nothing under a name that nobody has', async () => {
    const forge = (atsId: string) =>
      rawRequest(carvos.gateway.baseUrl, {
        path: `/v1/webhooks/${atsId}`,
        headers: { 'x-webhook-signature': 't=1,v1=00' },
        body: '{}',
      });
    for (let n = 0; n < 20; n += 1) expect((await forge('demo')).status).toBe(401);
    expect((await forge('nobody')).status).toBe(401);
    carvos.clock.advance(10_000);
    await forge('demo');
    expect(await logOnceThereAre(6)).toHaveLength(6);
    expect(await log({ atsId: 'nobody' })).toEqual([]);
  });

  test('cuts what is large, in and out, and says so', async () => {
    const note = 'é'.repeat(150_000);
    await carvos.webhook(candidateEvent('candidate.created', 'large', { note }));
    await carvos.work();
    const entries = await log();
    expect(entries.map(({ direction }) => direction).sort()).toEqual(['incoming', 'outgoing']);
    for (const entry of entries) {
      expect([entry.payloadCut, entry.payload?.length]).toEqual([true, expect.any(Number)]);
      expect(entry.payload?.length).toBeGreaterThan(256 * 1024 - 2);
      expect(entry.payload?.length).toBeLessThanOrEqual(256 * 1024);
      expect(text(entry)).toMatch(/^\{"event":"candidate\.created".*é$/s);
    }
    expect(carvos.receiver.of('candidate.created').at(-1)?.json.data.note).toBe(note);
  });

  test('keeps of an answer what is text of its first 64 KiB, and of its headers those that help', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0x00, 0xff]),
      Buffer.alloc(65_533, 'x'),
      Buffer.from('é and more'),
    ]);
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(429, {
          ...{
            'content-type': 'text/plain',
            'retry-after': '7',
            'x-ratelimit-remaining': '0',
            ratelimit: '"a";r=0',
          },
          ...{ 'set-cookie': 'session=secret', authorization: 'Bearer secret', 'x-request-id': '1' },
        });
        response.end(bytes);
      });
    });
    await listen(server, 0);
    const { port } = server.address() as AddressInfo;
    await setWebhookUrl(carvos.gateway.runtime, 'demo', `http://127.0.0.1:${port}/hook?token=secret`);
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    await closeServer(server);
    const [entry, ...others] = await log();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ outcome: 'failure', statusCode: 429, responseBodyCut: true });
    expect(entry?.responseBody).toBe(`\u0000\ufffd${'x'.repeat(65_533)}`);
    expect(entry?.responseHeaders).toEqual({
      'content-type': 'text/plain',
      'retry-after': '7',
      'x-ratelimit-remaining': '0',
      ratelimit: '"a";r=0',
    });
    expect(JSON.stringify(entry)).not.toContain('secret');
  });

  test('keeps what had no answer, and what could not even be sent', async () => {
    const { runtime } = carvos.gateway;
    await setWebhookUrl(runtime, 'demo', 'http://127.0.0.1:9/hook');
    await carvos.call('POST', '/v1/candidates', { body: ADA });
    await carvos.work();
    await updateAts(runtime, 'demo', { webhookUrl: null });
    await carvos.after(MINUTE_MS);
    const [unsent, refused] = await log();
    const nothing = { responseHeaders: {}, responseBody: null, responseBodyCut: false };
    const failed = { outcome: 'error', statusCode: null, reason: expect.any(String), ...nothing };
    expect(refused).toMatchObject({ ...failed, attempt: 1, signature: expect.stringMatching(/^t=/) });
    expect(refused?.requestHeaders.host).toBe('127.0.0.1:9');
    expect(unsent).toMatchObject({ ...failed, attempt: 2, signature: null, requestHeaders: {} });
    expect(text(unsent as DeliveryLogEntry)).toBe(text(refused as DeliveryLogEntry));
  });

  test('keeps what an ATS had signed, whatever it was refused for', async () => {
    await carvos.webhook('nonsense');
    await carvos.webhook({ event: 'candidate.created' }, { headers: { 'content-type': 'text/plain' } });
    const { runtime } = carvos.gateway;
    await updateAts(runtime, 'demo', { enabled: false });
    await carvos.webhook(candidateEvent('candidate.created', 'disabled'));
    const entries = await log();
    const byStatus = Object.fromEntries(entries.map((entry) => [entry.statusCode, entry]));
    expect(Object.keys(byStatus)).toEqual(['400', '403', '415']);
    expect(entries.every(({ payload, referenceId }) => payload !== undefined && referenceId === null)).toBe(
      true,
    );
    expect(byStatus[403]).toMatchObject({ eventId: 'disabled', reason: expect.stringContaining('disabled') });
    expect(byStatus[415]?.requestHeaders['content-type']).toBe('text/plain');
  });

  test('of bodies that are too large keeps a sample without them, and nothing under a name that nobody has', async () => {
    const send = (atsId: string) =>
      rawRequest(carvos.gateway.baseUrl, {
        path: `/v1/webhooks/${atsId}`,
        headers: { 'content-type': 'application/json', 'content-length': String(512 * 1024 + 1) },
      });
    for (let n = 0; n < 8; n += 1) expect((await send('demo')).status).toBe(413);
    expect((await send('nobody')).status).toBe(413);
    const entries = await logOnceThereAre(5);
    expect(entries).toHaveLength(5);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        direction: 'incoming',
        outcome: 'failure',
        statusCode: 413,
        reason: 'The body is larger than 512 KiB',
        event: null,
        payloadCut: false,
      });
      expect(entry).not.toHaveProperty('payload');
    }
    expect(await log({ atsId: 'nobody' })).toEqual([]);
  });

  test(
    'is filtered by each of its fields and by all together, and paged without gaps or repeats while it grows',
    async () => {
      carvos.receiver.script(500, 200, 404);
      for (let n = 0; n < 6; n += 1) {
        await carvos.webhook(candidateEvent(n % 2 ? 'candidate.updated' : 'candidate.created', `p-${n}`));
        await carvos.work();
        // Some of them at the same time.
        if (n % 3 === 0) carvos.clock.advance(1000);
      }
      const all = await log();
      expect(all).toHaveLength(12);
      expect(all.map(({ createdAt }) => createdAt)).toEqual(
        all.map(({ createdAt }) => createdAt).toSorted((a, b) => b - a),
      );
      const { referenceId } = all.find(({ statusCode }) => statusCode === 404) as { referenceId: string };
      const filters: LogFilter[] = [
        { direction: 'incoming' },
        { outcome: 'failure' },
        { event: 'candidate.updated' },
        { statusCode: 404 },
        { referenceId },
        {
          direction: 'outgoing',
          outcome: 'failure',
          event: 'candidate.created',
          statusCode: 404,
          referenceId,
        },
        { from: since + 1000 },
        { to: since + 1000 },
        { from: since + 1000, to: since + 2000, direction: 'outgoing' },
      ];
      for (const filter of filters) {
        const { from = 0, to = Number.POSITIVE_INFINITY, ...fields } = filter;
        const wanted = all.filter(
          (entry) =>
            entry.createdAt >= from &&
            entry.createdAt < to &&
            Object.entries(fields).every(([name, value]) => entry[name as keyof DeliveryLogEntry] === value),
        );
        expect(wanted.length).toBeGreaterThan(0);
        for (const scope of [{}, { atsId: 'demo' }]) {
          const found: string[] = [];
          let after: ListPosition | undefined;
          do {
            const { entries, next } = await page({ ...filter, ...scope }, 2, after);
            found.push(...entries.map(({ entryId }) => entryId));
            after = next ?? undefined;
            // What is new stands before all that is still to come.
            await carvos.webhook({ event: 'nonsense' });
          } while (after);
          const known = new Set(all.map(({ entryId }) => entryId));
          expect([filter, found.filter((id) => known.has(id))]).toEqual([
            filter,
            wanted.map(({ entryId }) => entryId),
          ]);
          expect(new Set(found).size).toBe(found.length);
        }
      }
      expect(await log({ referenceId: 'nonsense' })).toEqual([]);
    },
    LIMIT_MS,
  );

  test('is of one ATS, or of all', async () => {
    const { runtime } = carvos.gateway;
    await createAts(runtime, { atsId: 'other', name: 'Other', webhookUrl: null });
    await carvos.webhook(candidateEvent('candidate.created', 'mine'));
    expect(await log({ atsId: 'other' })).toEqual([]);
    expect((await logOfAll()).map(({ atsId }) => atsId)).toEqual(['demo']);
  });

  test('hides what is past its time at once, removed or not', async () => {
    await carvos.webhook(candidateEvent('candidate.created', 'old'));
    const { createdAt } = (await log())[0] as DeliveryLogEntry;
    carvos.clock.advance(7 * DAY_MS - 1 - (carvos.clock.now() - createdAt));
    expect(await log()).toHaveLength(1);
    carvos.clock.advance(1);
    expect(await log()).toEqual([]);
  });

  test('never fails a webhook: what the store will not have is left out, and all else goes on', async () => {
    const { store } = carvos.gateway.runtime;
    const { commit } = store;
    store.commit = async (writes) => {
      if (writes.some(({ path }) => path.startsWith('deliveryLog/'))) throw new RefusedError();
      return commit(writes);
    };
    try {
      const event = candidateEvent('candidate.created', 'unlogged');
      const { status, json } = await carvos.webhook(event);
      expect(status).toBe(202);
      expect((await carvos.webhook(event)).json).toEqual(json);
      expect((await carvos.webhook({ ...event, first_name: 7 })).status).toBe(422);
      await carvos.work();
      const story = await carvos.call('GET', `/v1/events/${json.reference_id}`);
      expect(story.json.deliveries).toEqual([expect.objectContaining({ state: 'delivered', attempts: 1 })]);
      expect(await log()).toEqual([]);
    } finally {
      store.commit = commit;
    }
  });

  test('never holds up a webhook for long: what is not written in time is let go', async () => {
    const { store } = carvos.gateway.runtime;
    const { commit } = store;
    store.commit = (writes) =>
      writes.every(({ path }) => path.startsWith('deliveryLog/')) ? new Promise(() => {}) : commit(writes);
    try {
      const event = candidateEvent('candidate.created', 'slow');
      const { json } = await carvos.webhook(event);
      expect((await carvos.webhook(event)).json).toEqual(json);
      expect((await carvos.webhook({ ...event, first_name: 7 })).status).toBe(422);
    } finally {
      store.commit = commit;
    }
  });
});

test('of what is above the rate of an ATS its log keeps a sample', async () => {
  const carvos = await TestGateway.start({ config: { rateLimit: { perSecond: 1, burst: 3 } } });
  try {
    const statuses: number[] = [];
    for (let n = 0; n < 20; n += 1) statuses.push((await carvos.webhook({ event: 'nonsense' })).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(17);
    const { store } = carvos.gateway.runtime;
    const filter = { atsId: 'demo', direction: 'incoming', statusCode: 429 } as const;
    const { entries } = await listDeliveryLog(store, filter, { limit: 100 }, carvos.clock.now());
    expect(entries).toHaveLength(5);
  } finally {
    await carvos.stop();
  }
});

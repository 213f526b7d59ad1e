import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLogEntry } from '../functions/shared/core/delivery-log/create-log-entry.ts';
import type { DeliveryLogEntry } from '../functions/shared/core/delivery-log/delivery-log-entry.ts';
import { LISTED_FIELDS } from '../functions/shared/core/delivery-log/logged-attempt.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../functions/shared/core/duration.ts';
import { ERRORS } from '../functions/shared/core/errors.ts';
import { paths } from '../functions/shared/core/paths.ts';
import { describeLogEntry } from '../functions/shared/flows/describe-log-entry.ts';
import { getLogEntry } from '../functions/shared/flows/get-log-entry.ts';
import { type LogQuery, pageDeliveryLog } from '../functions/shared/flows/page-delivery-log.ts';
import { weekOfDeliveries } from '../functions/shared/flows/week-of-deliveries.ts';
import { TestGateway } from './support/test-gateway.ts';

const REFERENCES = ['019c9459-3440-7073-93aa-3eaff0290689', '019c9459-3440-7073-93aa-3eaff0290690'];
const EVENTS = ['candidate.created', 'candidate.updated', '"odd" é\u0001\\😀'];
const ANSWERS = [
  { outcome: 'success', statusCode: 200 },
  { outcome: 'success', statusCode: 202 },
  { outcome: 'failure', statusCode: 503 },
  { outcome: 'error', statusCode: null },
] as const;
const COUNT = 96;

/** Entries of every kind, the newest first; each is of another minute, but for some of one. */
function entriesOf(atsId: string, newest: number): DeliveryLogEntry[] {
  return Array.from({ length: COUNT }, (_, n) =>
    createLogEntry({
      ...(ANSWERS[n % ANSWERS.length] as (typeof ANSWERS)[number]),
      entryId: `${atsId === 'demo' ? 'd' : 'e'}${((n * 37) % COUNT).toString(16).padStart(3, '0')}`,
      atsId,
      direction: n % 5 < 2 ? 'incoming' : 'outgoing',
      event: EVENTS[n % EVENTS.length] as string,
      referenceId: REFERENCES[n % 7 === 0 ? 0 : 1] as string,
      createdAt: newest - Math.floor(n / 2) * MINUTE_MS,
      test: false,
      durationMs: 1,
      reason: null,
      eventId: 'evt_1',
      clientId: 'c',
      attempt: 1,
      requestHeaders: {},
      signature: null,
      body: Buffer.from('{}'),
      responseHeaders: {},
      response: null,
    }),
  );
}

describe('pages of the delivery log', () => {
  let carvos: TestGateway;
  const all: DeliveryLogEntry[] = [];
  beforeAll(async () => {
    carvos = await TestGateway.start();
    carvos.clock.advance(HOUR_MS);
    const now = carvos.clock.now();
    for (const atsId of ['demo', 'other']) {
      const entries = entriesOf(atsId, now);
      all.push(...entries);
      await carvos.gateway.runtime.store.commit(
        entries.map((data) => ({ type: 'create', path: paths.logEntry(data.entryId), data })),
      );
    }
  });
  afterAll(() => carvos.stop());

  const page = (query: LogQuery, limit: number, cursor?: string) =>
    pageDeliveryLog({ ...carvos.gateway.runtime, clock: carvos.clock }, query, { limit, cursor });

  /** What a query is to find: in the store's own order. */
  function wanted({ since, until, ...fields }: LogQuery): string[] {
    const now = carvos.clock.now();
    return all
      .filter((entry) => Object.entries(fields).every(([name, value]) => entry[name as 'event'] === value))
      .filter(({ createdAt }) => since === undefined || createdAt >= now - since)
      .filter(({ createdAt }) => until === undefined || createdAt < now - until)
      .toSorted((a, b) => b.createdAt - a.createdAt || (a.entryId < b.entryId ? 1 : -1))
      .map(({ entryId }) => entryId);
  }

  const FIELDS: LogQuery[] = [
    {},
    { direction: 'incoming' },
    { outcome: 'error' },
    { statusCode: 503 },
    { event: 'candidate.updated' },
    { event: EVENTS[2] as string },
    { referenceId: REFERENCES[0] as string },
    { direction: 'outgoing', outcome: 'failure' },
    { outcome: 'success', statusCode: 202, event: 'candidate.created' },
    { direction: 'outgoing', outcome: 'success', statusCode: 200, event: EVENTS[2] as string },
    { direction: 'incoming', referenceId: REFERENCES[1] as string, statusCode: 200 },
    { since: 20 * MINUTE_MS },
    { until: 30 * MINUTE_MS, outcome: 'failure' },
    { since: 40 * MINUTE_MS, until: 10 * MINUTE_MS, event: 'candidate.created' },
  ];
  const QUERIES = FIELDS.flatMap((query) => [query, { atsId: 'demo', ...query }]);

  test.each(QUERIES)('hold all that %j asks for, once each, the newest first', async (query) => {
    const expected = wanted(query);
    expect(expected.length).toBeGreaterThan(0);
    for (const limit of [1, 7, 100]) {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const { entries, nextCursor } = await page(query, limit, cursor);
        expect(entries.length).toBe(Math.min(limit, expected.length - found.length));
        found.push(...entries.map(({ entryId }) => entryId));
        cursor = nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(expected);
    }
  });

  test('are read without what was said: neither bodies nor headers, nor what only an index needs', async () => {
    const { entries } = await page({ atsId: 'demo', outcome: 'success' }, 3);
    for (const entry of entries) expect(Object.keys(entry).sort()).toEqual([...LISTED_FIELDS].sort());
    expect(entries).toHaveLength(3);
    for (const entry of (await page({ atsId: 'demo' }, 3)).entries) {
      expect(Object.keys(describeLogEntry(entry))).toHaveLength(LISTED_FIELDS.length);
      expect(Object.values(describeLogEntry(entry))).not.toContain(undefined);
    }
  });

  test('agree with the figures of the week that ends now, which are of outgoing webhooks and of one ATS', async () => {
    const deps = { store: carvos.gateway.runtime.store, clock: carvos.clock };
    const week = await weekOfDeliveries(deps, 'demo');
    const now = carvos.clock.now();
    const sent = all.filter(({ atsId, direction }) => atsId === 'demo' && direction === 'outgoing');
    const of = (outcome: string) => sent.filter((entry) => entry.outcome === outcome).length;
    const counts = { success: of('success'), failure: of('failure'), error: of('error') };
    expect(Object.values(counts).every((count) => count > 0)).toBe(true);
    expect(week.at(-1)).toEqual({
      from: now - DAY_MS,
      to: now,
      ...counts,
      ...{ medianMs: 1, p95Ms: 1, sampled: counts.success + counts.failure },
    });
    const nothing = { success: 0, failure: 0, error: 0, medianMs: null, p95Ms: null, sampled: 0 };
    const earlier = Array.from({ length: 6 }, (_, n) => ({
      from: now - (7 - n) * DAY_MS,
      to: now - (6 - n) * DAY_MS,
      ...nothing,
    }));
    expect(week.slice(0, -1)).toEqual(earlier);
    expect((await weekOfDeliveries(deps, 'nobody')).every(({ sampled }) => sampled === 0)).toBe(true);
  });

  test('stay those of the time that the first one was asked for, while the clock goes on', async () => {
    const query = { atsId: 'demo', since: 20 * MINUTE_MS, until: 5 * MINUTE_MS };
    const expected = wanted(query);
    const found: string[] = [];
    let cursor: string | undefined;
    let passed = 0;
    do {
      const { entries, nextCursor } = await page(query, 4, cursor);
      found.push(...entries.map(({ entryId }) => entryId));
      cursor = nextCursor ?? undefined;
      carvos.clock.advance(3 * MINUTE_MS);
      passed += 3 * MINUTE_MS;
    } while (cursor !== undefined);
    carvos.clock.advance(-passed);
    expect(found).toEqual(expected);
  });

  const refusal = { status: ERRORS.validation_failed.status, detail: [{ loc: ['query', 'cursor'] }] };

  test('a cursor is refused with any other filter, without one of its own, and for another ATS or all', async () => {
    const query: LogQuery = {
      atsId: 'demo',
      direction: 'outgoing',
      outcome: 'success',
      event: 'candidate.created',
      statusCode: 200,
      referenceId: REFERENCES[1] as string,
      since: 2 * HOUR_MS,
      until: 0,
    };
    const { nextCursor } = await page(query, 1);
    expect((await page(query, 1, nextCursor as string)).entries).toHaveLength(1);
    // How many are wanted is another matter.
    await page(query, 50, nextCursor as string);
    const others: LogQuery[] = [
      { ...query, atsId: 'other' },
      { ...query, direction: 'incoming' },
      { ...query, outcome: 'failure' },
      { ...query, event: 'candidate.updated' },
      { ...query, statusCode: 202 },
      { ...query, referenceId: REFERENCES[0] as string },
      { ...query, since: HOUR_MS },
      { ...query, until: 1 },
      {},
    ];
    const without = Object.keys(query).map((field) =>
      Object.fromEntries(Object.entries(query).filter(([name]) => name !== field)),
    );
    for (const other of [...others, ...without]) {
      await expect(page(other, 1, nextCursor as string)).rejects.toMatchObject(refusal);
    }
  });

  test('a cursor that was altered is refused, and so is one of another list', async () => {
    const cursor = (await page({ atsId: 'demo' }, 1)).nextCursor as string;
    const altered = [...cursor].map(
      (letter, at) => `${cursor.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`,
    );
    const foreign = [];
    for (const id of ['p-1', 'p-2']) {
      await carvos.call('POST', '/v1/candidates', {
        body: { candidate_id: id, first_name: 'A', last_name: 'B' },
      });
      foreign.push((await carvos.call('GET', '/v1/candidates?limit=1')).json.next_cursor);
    }
    const [, ofCandidates] = foreign;
    expect(ofCandidates).toEqual(expect.any(String));
    for (const bad of ['', 'nonsense', `${cursor}A`, ` ${cursor}`, ofCandidates, ...altered]) {
      await expect(page({ atsId: 'demo' }, 1, bad)).rejects.toMatchObject(refusal);
    }
  });

  test('what is past its time leaves the pages, and cannot be looked up, removed or not', async () => {
    const { runtime } = carvos.gateway;
    const deps = { store: runtime.store, clock: carvos.clock };
    const { entryId, createdAt } = all.at(-1) as DeliveryLogEntry;
    const notFound = {
      code: 'not_found',
      detail: expect.stringContaining('There is no entry'),
    };
    const toExpiry = createdAt + 7 * DAY_MS - carvos.clock.now();
    carvos.clock.advance(toExpiry - 1);
    expect(await getLogEntry(deps, entryId)).toMatchObject({ entryId });
    expect(await getLogEntry(deps, entryId, 'other')).toMatchObject({ entryId });
    await expect(getLogEntry(deps, entryId, 'demo')).rejects.toMatchObject(notFound);
    const before = (await page({ atsId: 'other' }, 100)).entries.length;
    carvos.clock.advance(1);
    await expect(getLogEntry(deps, entryId)).rejects.toMatchObject(notFound);
    // It and the other one of that time.
    expect((await page({ atsId: 'other' }, 100)).entries).toHaveLength(before - 2);
    const [stored] = await runtime.store.getAll<[DeliveryLogEntry]>(paths.logEntry(entryId));
    expect(stored?.data).toMatchObject({ entryId });
    carvos.clock.advance(-toExpiry);
    for (const id of ['nonsense', '', '../ats/demo', 'a/b', '00', '__x__']) {
      await expect(getLogEntry(deps, id)).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

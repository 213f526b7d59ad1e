import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../../tests/support/test-clock.ts';
import { openDatabase } from '../adapters/local/open-database.ts';
import { createSqliteStore } from '../adapters/local/sqlite-store.ts';
import { createLogEntry, type NewLogEntry } from '../core/delivery-log/create-log-entry.ts';
import { DAY_MS, HOUR_MS } from '../core/duration.ts';
import { paths } from '../core/paths.ts';
import type { Store } from '../ports/store.ts';
import { describeWeek } from './describe-week.ts';
import { weekOfDeliveries } from './week-of-deliveries.ts';

describe('the week of deliveries of an ATS', () => {
  let db: DatabaseSync;
  let store: Store;
  const clock = new TestClock();
  beforeEach(() => {
    db = openDatabase({ file: ':memory:', durability: 'full' });
    store = createSqliteStore(db);
  });
  afterEach(() => db.close());

  let added = 0;
  /** Entries of so many ms ago. */
  async function add(agoMs: number, ...changes: Partial<NewLogEntry>[]): Promise<void> {
    const entries = changes.map((change) => {
      added += 1;
      return createLogEntry({
        entryId: `e-${added}`,
        atsId: 'acme',
        direction: 'outgoing',
        test: false,
        createdAt: clock.now() - agoMs,
        durationMs: 10,
        outcome: 'success',
        statusCode: 200,
        reason: null,
        event: 'candidate.created',
        eventId: 'evt_1',
        clientId: 'c',
        referenceId: null,
        attempt: 1,
        requestHeaders: {},
        signature: null,
        body: Buffer.from('{}'),
        responseHeaders: {},
        response: null,
        ...change,
      });
    });
    await store.commit(entries.map((data) => ({ type: 'create', path: paths.logEntry(data.entryId), data })));
  }
  const week = () => weekOfDeliveries({ store, clock }, 'acme');
  const failure = { outcome: 'failure', statusCode: 503 } as const;
  const error = { outcome: 'error', statusCode: null } as const;

  test('is seven days of 24 h that end now, the oldest first, each with nothing where nothing was sent', async () => {
    const days = await week();
    expect(days.map(({ from, to }) => [from, to])).toEqual(
      [7, 6, 5, 4, 3, 2, 1].map((ago) => [clock.now() - ago * DAY_MS, clock.now() - (ago - 1) * DAY_MS]),
    );
    const nothing = { success: 0, failure: 0, error: 0, medianMs: null, p95Ms: null, sampled: 0 };
    expect(days).toEqual(days.map(({ from, to }) => ({ from, to, ...nothing })));
  });

  test('counts each attempt on its day by what became of it: outgoing ones of this ATS, tests among them', async () => {
    await add(HOUR_MS, {}, { test: true }, failure, { direction: 'incoming' }, { atsId: 'other' });
    await add(3 * DAY_MS + HOUR_MS, error, error, failure);
    const days = await week();
    const counts = days.map((day) => [day.success, day.failure, day.error]);
    const none = [0, 0, 0];
    expect(counts).toEqual([none, none, none, [0, 1, 2], none, none, [2, 1, 0]]);
  });

  test('has every moment on one day: now on the last, and what is just past its time on none', async () => {
    await add(0, {});
    for (let day = 1; day <= 7; day += 1) await add(day * DAY_MS, {});
    for (let day = 1; day <= 7; day += 1) await add(day * DAY_MS - 1, {});
    expect((await week()).map(({ success }) => success)).toEqual(Array(7).fill(2));
    clock.advance(1);
    expect((await week()).map(({ success }) => success)).toEqual([2, 2, 2, 2, 2, 2, 1]);
    clock.advance(-1);
  });

  test('takes response times from what was answered, well or not, and never from what was not', async () => {
    await add(HOUR_MS, { durationMs: 10 }, { ...failure, durationMs: 30 }, { durationMs: 20 });
    await add(HOUR_MS, { ...error, durationMs: 10_000 });
    expect((await week()).at(-1)).toMatchObject({ error: 1, medianMs: 20, p95Ms: 30, sampled: 3 });
  });

  test('takes them from the newest hundred of a day, and counts them all', async () => {
    const attempts = Array.from({ length: 100 }, (_, n) => ({
      durationMs: n + 1,
      ...(n % 2 ? failure : {}),
    }));
    await add(HOUR_MS, ...attempts);
    await add(2 * HOUR_MS, ...Array(50).fill({ durationMs: 5000 }));
    await add(DAY_MS, { durationMs: 7 });
    const days = await week();
    expect(days.at(-1)).toMatchObject({ success: 100, failure: 50, medianMs: 50, p95Ms: 95, sampled: 100 });
    expect(days.at(-2)).toMatchObject({ success: 1, medianMs: 7, p95Ms: 7, sampled: 1 });
  });

  test('is shown with the names and times of the API', async () => {
    await add(HOUR_MS, { durationMs: 12.5 });
    const { days } = describeWeek(await week());
    expect(days).toHaveLength(7);
    expect(days.at(-1)).toEqual({
      from: new Date(clock.now() - DAY_MS).toISOString(),
      to: new Date(clock.now()).toISOString(),
      ...{ success: 1, failure: 0, error: 0, median_ms: 12.5, p95_ms: 12.5, sampled: 1 },
    });
  });
});

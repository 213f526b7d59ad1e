import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { tempDir } from '../../../../tests/support/temp-dir.ts';
import { describeStoreContract } from '../../ports/store.contract.ts';
import { ConflictError } from '../../ports/store.ts';
import { createInlineWriter } from './inline-writer.ts';
import { openDatabase } from './open-database.ts';
import { createSqliteStore } from './sqlite-store.ts';
import { createThreadWriter } from './thread-writer.ts';

describeStoreContract('the embedded store in memory', async () => {
  const db = openDatabase({ file: ':memory:', durability: 'full' });
  return { store: createSqliteStore(db), close: async () => db.close() };
});

describeStoreContract('the embedded store in a file', async () => {
  const dir = tempDir();
  const db = openDatabase({ file: join(dir.path, 'carvos.db'), durability: 'full' });
  return {
    store: createSqliteStore(db),
    close: async () => {
      db.close();
      dir.remove();
    },
  };
});

describeStoreContract('the embedded store written by a thread', async () => {
  const dir = tempDir();
  const file = join(dir.path, 'carvos.db');
  const db = openDatabase({ file, durability: 'full' });
  const writer = createThreadWriter(file);
  return {
    store: createSqliteStore(db, writer),
    close: async () => {
      await writer.close();
      db.close();
      dir.remove();
    },
  };
});

describe('the embedded store', () => {
  let db: DatabaseSync;
  beforeEach(() => {
    db = openDatabase({ file: ':memory:', durability: 'full' });
  });
  afterEach(() => db.close());

  test('has its documents, and goes on with new versions, after it was closed and opened again', async () => {
    const dir = tempDir();
    const file = join(dir.path, 'carvos.db');
    const payload = Buffer.from([0, 1, 254, 255]);
    const first = openDatabase({ file, durability: 'full' });
    const { version } = await createSqliteStore(first).commit([
      { type: 'create', path: 'things/a', data: { n: 1, payload } },
    ]);
    first.close();

    const second = openDatabase({ file, durability: 'full' });
    const store = createSqliteStore(second);
    const [doc] = await store.getAll<[object]>('things/a');
    const { version: next } = await store.commit([{ type: 'create', path: 'things/b', data: {} }]);
    second.close();
    dir.remove();

    expect(doc).toEqual({
      path: 'things/a',
      id: 'a',
      version,
      data: { n: 1, payload: new Uint8Array(payload) },
    });
    expect(next).not.toBe(version);
  });

  test('shares one transaction among commits of one moment', async () => {
    const store = createSqliteStore(db);
    const exec = jest.spyOn(db, 'exec');

    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        store.commit([{ type: 'create', path: `things/${n}`, data: { n } }]),
      ),
    );

    expect(exec.mock.calls).toEqual([['BEGIN IMMEDIATE'], ['COMMIT']]);
  });

  test('refuses one commit of a shared transaction without taking the others along', async () => {
    const store = createSqliteStore(db);
    const create = (path: string) => store.commit([{ type: 'create', path, data: {} }]);

    const results = await Promise.allSettled([
      create('things/a'),
      create('things/a'),
      create('things/b'),
      store.commit([
        { type: 'create', path: 'things/c', data: {} },
        { type: 'update', path: 'things/missing', set: { n: 1 } },
      ]),
      create('things/d'),
    ]);

    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    const found = await store.query({ collection: 'things', limit: 10 });
    expect(found.map(({ id }) => id)).toEqual(['a', 'b', 'd']);
  });

  test('refuses every commit of a transaction that fails, and works again afterwards', async () => {
    const store = createSqliteStore(db);
    const create = (id: string) => store.commit([{ type: 'create', path: `things/${id}`, data: {} }]);
    db.exec('PRAGMA query_only = ON');

    const results = await Promise.allSettled([create('a'), create('b')]);
    db.exec('PRAGMA query_only = OFF');

    for (const result of results) {
      expect(result.status).toBe('rejected');
      expect(result.status === 'rejected' && result.reason).not.toBeInstanceOf(ConflictError);
    }
    await create('a');
    const found = await store.query({ collection: 'things', limit: 10 });
    expect(found.map(({ id }) => id)).toEqual(['a']);
  });

  test('writes what is still waiting when it is flushed before it is closed', async () => {
    const writer = createInlineWriter(db);
    const store = createSqliteStore(db, writer);
    const written = store.commit([{ type: 'create', path: 'things/a', data: {} }]);

    void writer.flush();

    expect(db.prepare('SELECT count(*) AS count FROM documents').get()).toEqual({ count: 1 });
    await written;
    await writer.flush();
    expect(db.prepare('SELECT count(*) AS count FROM documents').get()).toEqual({ count: 1 });
  });

  test('deletes what has expired, as much at a time as it is told to, and nothing else', async () => {
    const store = createSqliteStore(db);
    const expireAt = [1000, 999, 1001, -1, null, undefined];
    await store.commit(
      expireAt.map((time, n) => ({ type: 'create', path: `things/${n}`, data: { expireAt: time } })),
    );
    const left = async () => {
      const found = await store.query({ collection: 'things', limit: 10 });
      return found.map(({ id }) => id);
    };

    expect(await store.purgeExpired(1000, 2)).toBe(2);
    expect(await left()).toHaveLength(4);
    expect(await store.purgeExpired(1000, 2)).toBe(1);
    expect(await store.purgeExpired(1000, 2)).toBe(0);
    expect(await left()).toEqual(['2', '4', '5']);
  });

  test.each([
    [
      'the sweep',
      'documents_to_sweep',
      { collection: 'deliveries', equals: { shard: 3 }, atMost: { field: 'sweepAt', max: 1 }, limit: 100 },
    ],
    [
      'a list by id',
      'sqlite_autoindex_documents_1',
      { collection: 'ats/a/things', startAfterId: 'x', limit: 25 },
    ],
    [
      "a list of all ATSs' activity",
      'activity_of_all',
      {
        collection: 'activity',
        collectionGroup: true as const,
        equals: { shard: 1 },
        newestFirst: { field: 'createdAt', before: { value: 5, id: 'ats/a/activity/b' } },
        limit: 25,
      },
    ],
    [
      'a list from some time on',
      'documents_of_ats',
      {
        collection: 'deliveries',
        equals: { atsId: 'a' },
        newestFirst: { field: 'createdAt', atLeast: 5, before: { value: 9 } },
        limit: 25,
      },
    ],
  ])('answers %s from an index', async (_, index, query) => {
    const prepare = jest.spyOn(db, 'prepare');
    await createSqliteStore(db).query(query);
    const sql = prepare.mock.calls.at(-1)?.[0] ?? '';
    const parameters = Array.from(sql.matchAll(/\?/g), () => 1);

    const plan = db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...parameters)
      .map(({ detail }) => detail);

    expect(plan[0]).toContain(`SEARCH documents USING INDEX ${index} `);
  });

  test.each([
    ['of an ATS', 'documents_of_ats', { atsId: 'a' }],
    ['of one kind', 'log_by_kind', { atsId: 'a', direction: 'outgoing', outcome: 'success' }],
  ])('counts the delivery log %s from an index', async (_, index, equals) => {
    const prepare = jest.spyOn(db, 'prepare');
    const store = createSqliteStore(db);
    await store.count({
      collection: 'deliveryLog',
      equals,
      range: { field: 'createdAt', from: 1, to: 2 },
    });
    const counts = prepare.mock.calls.map(([sql]) => sql).filter((sql) => sql.includes('count(*)'));
    const sql = counts.find((one) => one.includes(`INDEXED BY ${index}\n`)) ?? counts.at(-1) ?? '';
    const parameters = Array.from(sql.matchAll(/\?/g), () => 1);

    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);

    expect(plan[0]?.detail).toMatch(new RegExp(`^SEARCH documents USING (COVERING )?INDEX ${index} `));
  });

  test('refuses a field name that could be SQL', async () => {
    const store = createSqliteStore(db);
    const name = `x') OR 1=1 --`;

    await expect(store.query({ collection: 'a', equals: { [name]: 1 }, limit: 1 })).rejects.toThrow(
      'field name',
    );
    await expect(store.query({ collection: 'a', atMost: { field: name, max: 1 }, limit: 1 })).rejects.toThrow(
      'field name',
    );
    await expect(store.count({ collection: 'a', equals: { [name]: 1 } })).rejects.toThrow('field name');
    await expect(store.count({ collection: 'a', range: { field: name, from: 1, to: 2 } })).rejects.toThrow(
      'field name',
    );
    await expect(store.query({ collection: name, collectionGroup: true, limit: 1 })).rejects.toThrow(
      'field name',
    );
  });
});

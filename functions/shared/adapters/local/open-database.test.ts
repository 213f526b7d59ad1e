import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tempDir } from '../../../../tests/support/temp-dir.ts';
import { StartupError } from '../../core/startup-error.ts';
import { endProcesses, startProcess } from '../test-processes/start-process.ts';
import { inTransaction, openDatabase } from './open-database.ts';
import { createSqliteStore } from './sqlite-store.ts';

describe('openDatabase', () => {
  let dir: ReturnType<typeof tempDir>;
  let file: string;
  beforeEach(() => {
    dir = tempDir();
    file = join(dir.path, 'carvos.db');
  });
  afterEach(async () => {
    await endProcesses();
    dir.remove();
  });

  test.each([
    // SQLite's numbers: 1 is NORMAL, 2 is FULL.
    ['full', 2],
    ['normal', 1],
  ] as const)('with durability %s writes ahead and syncs as it says', (durability, synchronous) => {
    const db = openDatabase({ file, durability });

    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous });
    expect(db.prepare('PRAGMA busy_timeout').get()).toEqual({ timeout: 5000 });
    db.close();
  });

  test('refuses a file of a newer schema, says which, and does not touch it', () => {
    openDatabase({ file, durability: 'full' }).close();
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 7');
    newer.close();
    const before = readFileSync(file);

    expect(() => openDatabase({ file, durability: 'full' })).toThrow(
      new RegExp(`^${file} was made by a newer release of CarvOS \\(schema 7, this one knows 3\\)`),
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('refuses a file that is no database', () => {
    writeFileSync(file, 'No database, but words. '.repeat(100));

    expect(() => openDatabase({ file, durability: 'full' })).toThrow(StartupError);
    expect(() => openDatabase({ file, durability: 'full' })).toThrow(`${file}: this file is not a database`);
  });

  test('names a file that cannot be opened', () => {
    file = join(dir.path, 'missing', 'carvos.db');

    expect(() => openDatabase({ file, durability: 'full' })).toThrow(StartupError);
    expect(() => openDatabase({ file, durability: 'full' })).toThrow(`${file} cannot be opened`);
  });

  test('opens a file that it made before', () => {
    openDatabase({ file, durability: 'full' }).close();
    const db = openDatabase({ file, durability: 'normal' });

    expect(db.prepare('SELECT count(*) AS count FROM documents').get()).toEqual({ count: 0 });
    db.close();
  });

  test('brings a file of the first schema up to date: what is in it is found as what comes later is', async () => {
    const first = openDatabase({ file, durability: 'full' });
    const entry = {
      atsId: 'acme',
      shard: 1,
      direction: 'incoming',
      outcome: 'error',
      event: 'e',
      statusCode: null,
    };
    const add = (db: DatabaseSync, id: string, createdAt: number) =>
      createSqliteStore(db).commit([
        {
          type: 'create',
          path: `deliveryLog/${id}`,
          data: { ...entry, createdAt, referenceKey: 'tail-head' },
        },
      ]);
    await add(first, 'old', 1);
    await createSqliteStore(first).commit([
      { type: 'create', path: 'ats/acme/activity/old', data: { shard: 1, createdAt: 1 } },
    ]);
    first.exec(`
      DROP INDEX activity_of_all;
      ALTER TABLE documents DROP COLUMN collection_group;
      DROP INDEX log_by_kind;
      DROP INDEX log_by_event_kind;
      DROP INDEX log_by_reference;
      ALTER TABLE documents DROP COLUMN log_kind;
      ALTER TABLE documents DROP COLUMN log_event_kind;
      ALTER TABLE documents DROP COLUMN log_reference;
      PRAGMA user_version = 1;
    `);
    first.close();

    const db = openDatabase({ file, durability: 'full' });
    await add(db, 'new', 2);
    const found = (equals: Record<string, string>) =>
      createSqliteStore(db).query({
        collection: 'deliveryLog',
        equals: { atsId: 'acme', ...equals },
        newestFirst: { field: 'createdAt' },
        limit: 10,
      });
    for (const equals of [{}, { outcome: 'error' }, { event: 'e' }, { referenceKey: 'tail-head' }]) {
      expect((await found(equals)).map(({ id }) => id)).toEqual(['new', 'old']);
    }
    const activity = await createSqliteStore(db).query({
      collection: 'activity',
      collectionGroup: true,
      equals: { shard: 1 },
      newestFirst: { field: 'createdAt' },
      limit: 10,
    });
    expect(activity.map(({ path }) => path)).toEqual(['ats/acme/activity/old']);
    db.close();
  });

  test('waits for a process that holds the new file for a moment', async () => {
    const other = startProcess('hold-write-lock.ts', file);
    expect(await other.nextLine()).toBe('ready');

    const db = openDatabase({ file, durability: 'full' });

    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(await other.ended).toBe(0);
    db.close();
  });
});

describe('inTransaction', () => {
  test('keeps nothing of work that throws, and the next goes through', () => {
    const db = openDatabase({ file: ':memory:', durability: 'full' });
    const bump = () => db.exec('UPDATE counters SET value = value + 1');

    expect(() =>
      inTransaction(db, () => {
        bump();
        throw new Error('on purpose');
      }),
    ).toThrow('on purpose');
    expect(inTransaction(db, () => db.prepare('SELECT value FROM counters').get())).toEqual({ value: 0 });
    inTransaction(db, bump);
    expect(db.prepare('SELECT value FROM counters').get()).toEqual({ value: 1 });
    db.close();
  });
});

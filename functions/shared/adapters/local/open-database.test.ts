import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tempDir } from '../../../../tests/support/temp-dir.ts';
import { StartupError } from '../../core/startup-error.ts';
import { endProcesses, startProcess } from '../test-processes/start-process.ts';
import { inTransaction, openDatabase } from './open-database.ts';

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

  test('refuses a file of another schema, says which, and does not touch it', () => {
    openDatabase({ file, durability: 'full' }).close();
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 7');
    newer.close();
    const before = readFileSync(file);

    expect(() => openDatabase({ file, durability: 'full' })).toThrow(
      new RegExp(`^${file} was made by another release of CarvOS \\(schema 7, this one knows 1\\)`),
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

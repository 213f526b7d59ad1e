import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tempDir } from '../../../../tests/support/temp-dir.ts';
import { endProcesses, startProcess } from '../test-processes/start-process.ts';
import { openDatabase } from './open-database.ts';
import { createThreadWriter } from './thread-writer.ts';

describe('the writing thread', () => {
  let dir: ReturnType<typeof tempDir>;
  let file: string;
  let db: DatabaseSync;
  beforeEach(() => {
    dir = tempDir();
    file = join(dir.path, 'carvos.db');
    db = openDatabase({ file, durability: 'full' });
  });
  afterEach(async () => {
    await endProcesses();
    db.close();
    dir.remove();
  });

  const task = (body: string) => ({ queue: 'deliver-slow-s0', body, availableAt: 0 });
  const bodies = () =>
    db
      .prepare('SELECT body FROM tasks ORDER BY id')
      .all()
      .map(({ body }) => body);

  test('writes in the order of asking, whatever batches it makes', async () => {
    const writer = createThreadWriter(file);
    const wanted = Array.from({ length: 500 }, (_, n) => `task ${n}`);

    await Promise.all(wanted.map((body) => writer.write('enqueue', task(body))));

    expect(bodies()).toEqual(wanted);
    await writer.close();
  });

  test('close writes what is still waiting, may come twice, and before anything was written', async () => {
    const writer = createThreadWriter(file);
    const written = writer.write('enqueue', task('last'));

    await writer.close();

    expect(bodies()).toEqual(['last']);
    await written;
    await writer.close();
    await createThreadWriter(file).close();
  });

  test('rejects what the database refuses, and goes on with the next', async () => {
    const writer = createThreadWriter(file);
    await writer.write('enqueue', task('a'));
    db.exec('ALTER TABLE tasks RENAME TO elsewhere');

    await expect(writer.write('enqueue', task('b'))).rejects.toThrow('no such table');
    db.exec('ALTER TABLE elsewhere RENAME TO tasks');
    await writer.write('enqueue', task('c'));

    expect(bodies()).toEqual(['a', 'c']);
    await writer.close();
  });

  test('what JSON cannot hold fails alone', async () => {
    const writer = createThreadWriter(file);
    const bad = { type: 'create', collection: 'things', id: 'a', fields: { n: 1n } } as const;

    const written = writer.write('enqueue', task('a'));
    expect(() => writer.write('commit', [bad])).toThrow('BigInt');
    await written;

    expect(bodies()).toEqual(['a']);
    await writer.close();
  });

  test('does not keep a process from ending that has nothing left to write', async () => {
    const other = startProcess('write-by-thread.ts', file);

    expect(await other.restOfLines()).toEqual(['written']);
    expect(await other.ended).toBe(0);
  });

  test('that ends by itself ends the process, which could not write any more', async () => {
    const other = startProcess('write-by-thread.ts', join(dir.path, 'missing', 'carvos.db'));

    expect(await other.restOfLines()).toEqual([]);
    expect(await other.ended).toBe(1);
  });

  test('that ends by itself rejects what waits where something else keeps the process going', async () => {
    const other = startProcess('write-by-thread.ts', join(dir.path, 'missing', 'carvos.db'), 'go on');

    expect(await other.restOfLines()).toEqual(['uncaught', 'rejected', 'rejected']);
    expect(await other.ended).toBe(0);
  });
});

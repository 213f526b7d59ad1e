import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tempDir } from '../../../../tests/support/temp-dir.ts';
import { ConflictError } from '../../ports/store.ts';
import { endProcesses, startProcess } from '../test-processes/start-process.ts';
import { openDatabase } from './open-database.ts';
import { createSqliteStore } from './sqlite-store.ts';

const PATIENCE_MS = 60_000;

describe('several processes on one database file', () => {
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

  test(
    'write at the same time and lose nothing',
    async () => {
      const db = openDatabase({ file, durability: 'full' });
      const store = createSqliteStore(db);
      const path = 'things/counter';
      await store.commit([{ type: 'create', path, data: { count: 0 } }]);
      const other = startProcess('count-up.ts', file, path, '100');
      expect(await other.nextLine()).toBe('ready');

      for (let done = 0; done < 100; ) {
        const [doc] = await store.getAll<[{ count: number }]>(path);
        const set = { count: (doc?.data.count ?? Number.NaN) + 1 };
        const steps = `${path}/steps/${process.pid}-${done}`;
        try {
          await store.commit([
            { type: 'update', path, set, ifVersion: doc?.version ?? '' },
            { type: 'create', path: steps, data: set },
          ]);
          done += 1;
        } catch (error) {
          if (!(error instanceof ConflictError)) throw error;
        }
      }
      expect(await other.ended).toBe(0);

      const [counter] = await store.getAll<[object]>(path);
      expect(counter?.data).toEqual({ count: 200 });
      const steps = await store.query<{ count: number }>({ collection: `${path}/steps`, limit: 1000 });
      const counts = steps.map(({ data }) => data.count).sort((a, b) => a - b);
      expect(counts).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
      db.close();
    },
    PATIENCE_MS,
  );

  test(
    'open the same new file at once',
    async () => {
      const processes = Array.from({ length: 4 }, () => startProcess('open-at-once.ts', file));
      await Promise.all(processes.map((process) => process.nextLine()));

      for (const process of processes) process.tell('go');
      const codes = await Promise.all(processes.map((process) => process.ended));

      expect(codes).toEqual([0, 0, 0, 0]);
      const db = openDatabase({ file, durability: 'full' });
      const opened = await createSqliteStore(db).query({ collection: 'opened', limit: 10 });
      db.close();
      expect(opened).toHaveLength(4);
    },
    PATIENCE_MS,
  );

  test(
    'one of which is killed while it writes lose no commit that was acknowledged',
    async () => {
      const writer = startProcess('create-documents.ts', file, 'things');
      const acknowledged: string[] = [];
      while (acknowledged.length < 100) acknowledged.push((await writer.nextLine()) ?? 'it ended too early');

      const [rest] = await Promise.all([writer.restOfLines(), writer.kill()]);
      acknowledged.push(...rest);

      const db = openDatabase({ file, durability: 'full' });
      const { integrity_check } = db.prepare('PRAGMA integrity_check').get() as { integrity_check: string };
      expect(integrity_check).toBe('ok');
      const paths = acknowledged.map((id) => `things/${id}`);
      const found = await createSqliteStore(db).getAll<{ id: string; payload: Uint8Array }[]>(...paths);
      expect(found.map((doc) => doc?.data.id)).toEqual(acknowledged);
      const damaged = found.filter((doc) => {
        const expected = Buffer.alloc(5000, doc?.id ?? '');
        return !expected.equals(doc?.data.payload ?? Buffer.alloc(0));
      });
      expect(damaged).toEqual([]);
      db.close();
    },
    PATIENCE_MS,
  );
});

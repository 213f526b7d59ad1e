import type { DatabaseSync } from 'node:sqlite';
import { assertWritablePaths } from '../../core/document-path.ts';
import type { Query, Store, StoredDocument } from '../../ports/store.ts';
import { groupReads } from './group-reads.ts';
import { createInlineWriter } from './inline-writer.ts';
import { createLogReader, isByKind } from './log-reader.ts';
import { toRowWrites } from './row-write.ts';
import { type Row, rowToDocument } from './sqlite-document.ts';
import { countStatement, queryStatement, type Statement } from './sqlite-query.ts';

export interface SqliteStore extends Store {
  /** Deletes documents past their `expireAt`, as Firestore's TTL policy does; resolves to how many. */
  purgeExpired(now: number, limit: number): Promise<number>;
}

/** The store on an embedded database: reads from `db`, and changes it through `writer` only. */
export function createSqliteStore(db: DatabaseSync, writer = createInlineWriter(db)): SqliteStore {
  const reads = groupReads(db);
  const log = createLogReader(db);
  const rowsOf = ({ sql, values }: Statement) => db.prepare(sql).all(...values) as unknown as Row[];
  return {
    getAll: (...paths) => reads.add(paths) as Promise<never>,
    commit(writes) {
      try {
        // Before it joins others in one transaction, so that a bad one fails alone.
        assertWritablePaths(writes.map(({ path }) => path));
        const { rows, payloads } = toRowWrites(writes);
        return writer.write('commit', rows, payloads);
      } catch (error) {
        return Promise.reject(error);
      }
    },
    async query<T extends object>(query: Query) {
      const rows = isByKind(query, query.newestFirst) ? log.read(query) : rowsOf(queryStatement(query));
      return rows.map((row) => rowToDocument(row, query.fields) as StoredDocument<T>);
    },
    async count(query) {
      if (isByKind(query, query.range)) return log.count(query);
      const { sql, values } = countStatement(query);
      return (db.prepare(sql).get(...values) as { count: number }).count;
    },
    purgeExpired: (now, limit) => writer.write('purge', { now, limit }),
  };
}

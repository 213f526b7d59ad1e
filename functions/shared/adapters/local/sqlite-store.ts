import type { DatabaseSync } from 'node:sqlite';
import { assertWritablePaths } from '../../core/document-path.ts';
import type { Query, Store, StoredDocument } from '../../ports/store.ts';
import { groupReads } from './group-reads.ts';
import { createInlineWriter } from './inline-writer.ts';
import { createLogReader, isByKind, loggedReference } from './log-reader.ts';
import { toRowWrites } from './row-write.ts';
import { ROW_COLUMNS, type Row, rowToDocument } from './sqlite-document.ts';

/** Fields that have a column of their own, which an index covers. */
const COLUMNS: Record<string, string> = {
  atsId: 'ats_id',
  createdAt: 'created_at',
  expireAt: 'expire_at',
  shard: 'shard',
  sweepAt: 'sweep_at',
};

export interface SqliteStore extends Store {
  /** Deletes documents past their `expireAt`, as Firestore's TTL policy does; resolves to how many. */
  purgeExpired(now: number, limit: number): Promise<number>;
}

/** The store on an embedded database: reads from `db`, and changes it through `writer` only. */
export function createSqliteStore(db: DatabaseSync, writer = createInlineWriter(db)): SqliteStore {
  const reads = groupReads(db);
  const log = createLogReader(db);
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
      const rows = isByKind(query) ? log.read(query) : runQuery(db, query);
      return rows.map((row) => rowToDocument(row) as StoredDocument<T>);
    },
    purgeExpired: (now, limit) => writer.write('purge', { now, limit }),
  };
}

function runQuery(db: DatabaseSync, query: Query): Row[] {
  const { collection, equals, atMost, newestFirst, startAfterId, limit } = query;
  const conditions = ['collection = ?'];
  const values: (string | number)[] = [collection];
  const where = (condition: string, ...given: (string | number)[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  const reference = loggedReference(query);
  // As the index has it, besides the condition itself.
  if (reference !== undefined)
    where('log_reference = substr(?, 14) || substr(?, 1, 13)', reference, reference);
  for (const [field, value] of Object.entries(equals ?? {})) {
    if (typeof value !== 'boolean' && field in COLUMNS) where(`${column(field)} = ?`, value);
    // As JSON text, for which true is not 1.
    else where(`fields -> '$.${fieldName(field)}' = ?`, JSON.stringify(value));
  }
  if (atMost) where(`${column(atMost.field)} <= ?`, atMost.max);
  if (newestFirst) where(`${column(newestFirst.field)} IS NOT NULL`);
  if (newestFirst?.before) {
    where(
      `(${column(newestFirst.field)}, id) < (?, ?)`,
      newestFirst.before.value,
      newestFirst.before.id ?? '',
    );
  }
  if (startAfterId !== undefined) where('id > ?', startAfterId);
  const from = reference === undefined ? 'documents' : 'documents INDEXED BY log_by_reference';
  const sql = `SELECT ${ROW_COLUMNS} FROM ${from} WHERE ${conditions.join(' AND ')} ORDER BY ${order(query)} LIMIT ?`;
  return db.prepare(sql).all(...values, limit) as unknown as Row[];
}

function order({ atMost, newestFirst }: Query): string {
  if (newestFirst) return `${column(newestFirst.field)} DESC, id DESC`;
  return atMost ? `${column(atMost.field)}, id` : 'id';
}

function column(field: string): string {
  return COLUMNS[field] ?? `json_extract(fields, '$.${fieldName(field)}')`;
}

/** The field, which goes into SQL as it is, once it is known to be harmless there. */
function fieldName(field: string): string {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(field)) throw new Error(`[store] not a field name: ${field}`);
  return field;
}

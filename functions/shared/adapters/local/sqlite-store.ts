import type { DatabaseSync } from 'node:sqlite';
import { ConflictError, type Query, type Store, type StoredDocument, type Write } from '../../ports/store.ts';
import { groupFlush, type Waiting } from './group-flush.ts';
import { inTransaction } from './open-database.ts';
import { type Row, rowOf, rowToDocument, splitPath, withoutUndefined } from './sqlite-document.ts';

type Commit = Waiting<readonly Write[], { version: string }>;

/** Fields that have a column of their own, which an index covers. */
const COLUMNS: Record<string, string> = {
  atsId: 'ats_id',
  createdAt: 'created_at',
  expireAt: 'expire_at',
  shard: 'shard',
  sweepAt: 'sweep_at',
};

export interface SqliteStore extends Store {
  /** Deletes documents past their `expireAt`, as Firestore's TTL policy does; returns how many. */
  purgeExpired(now: number, limit: number): number;
  /** Writes what is still waiting. The database stays open: whoever opened it closes it. */
  flush(): void;
}

/** The store on an embedded database opened with durability `full`. */
export function createSqliteStore(db: DatabaseSync): SqliteStore {
  const selectOne = db.prepare('SELECT * FROM documents WHERE collection = ? AND id = ?');
  const selectVersion = db.prepare('SELECT version FROM documents WHERE collection = ? AND id = ?');
  const put = db.prepare(
    `INSERT INTO documents (collection, id, version, fields, payload) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET version = excluded.version, fields = excluded.fields, payload = excluded.payload`,
  );
  const putFields = db.prepare(
    'UPDATE documents SET version = ?, fields = ? WHERE collection = ? AND id = ?',
  );
  const remove = db.prepare('DELETE FROM documents WHERE collection = ? AND id = ?');
  const nextVersion = db.prepare(
    `UPDATE counters SET value = value + 1 WHERE name = 'version' RETURNING value`,
  );
  const purge = db.prepare(
    `DELETE FROM documents WHERE rowid IN
     (SELECT rowid FROM documents WHERE expire_at IS NOT NULL AND expire_at <= ? LIMIT ?)`,
  );

  const conditionHolds = (write: Write): boolean => {
    if (write.type !== 'create' && write.type !== 'update' && write.ifVersion === undefined) return true;
    const row = selectVersion.get(...splitPath(write.path)) as { version: string } | undefined;
    if (write.type === 'create') return row === undefined;
    if (row === undefined) return false;
    return write.ifVersion === undefined || row.version === write.ifVersion;
  };

  const apply = (write: Write, version: string): void => {
    const [collection, id] = splitPath(write.path);
    if (write.type === 'delete') {
      remove.run(collection, id);
    } else if (write.type === 'update') {
      const existing = selectOne.get(collection, id) as unknown as Row;
      const merged = { ...JSON.parse(existing.fields), ...withoutUndefined(write.set) };
      for (const field of write.remove ?? []) delete merged[field];
      const { fields, payload } = rowOf(merged);
      const keepsPayload = payload === null && !write.remove?.includes('payload');
      if (keepsPayload) putFields.run(version, fields, collection, id);
      else put.run(collection, id, version, fields, payload);
    } else {
      const { fields, payload } = rowOf(write.data);
      put.run(collection, id, version, fields, payload);
    }
  };

  const commits = groupFlush((batch: Commit[]) => {
    const settle = inTransaction(db, () => {
      const { value } = nextVersion.get() as { value: number };
      return batch.map(({ item: writes, resolve, reject }, index) => {
        // Within the transaction nobody else writes, so conditions that hold here still hold when applied.
        if (!writes.every(conditionHolds)) return () => reject(new ConflictError());
        const version = `${value}.${index}`;
        for (const write of writes) apply(write, version);
        return () => resolve({ version });
      });
    });
    for (const tell of settle) tell();
  });

  return {
    async getAll(...paths) {
      const read = () =>
        paths.map((path) => rowToDocument(selectOne.get(...splitPath(path)) as unknown as Row | undefined));
      // A read transaction makes several documents one snapshot, whatever other processes write meanwhile.
      return (paths.length > 1 ? inReadTransaction(db, read) : read()) as never;
    },
    commit: async (writes) => {
      assertPaths(writes);
      return commits.add(writes);
    },
    async query<T extends object>(query: Query) {
      return runQuery(db, query).map((row) => rowToDocument(row) as StoredDocument<T>);
    },
    purgeExpired: (now, limit) => Number(inTransaction(db, () => purge.run(now, limit)).changes),
    flush: () => commits.flushNow(),
  };
}

function inReadTransaction<T>(db: DatabaseSync, read: () => T): T {
  db.exec('BEGIN');
  try {
    return read();
  } finally {
    db.exec('COMMIT');
  }
}

function runQuery(db: DatabaseSync, query: Query): Row[] {
  const { collection, equals, atMost, newestFirst, startAfterId, limit } = query;
  const conditions = ['collection = ?'];
  const values: (string | number)[] = [collection];
  const where = (condition: string, ...given: (string | number)[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  for (const [field, value] of Object.entries(equals ?? {})) {
    if (typeof value !== 'boolean' && field in COLUMNS) where(`${column(field)} = ?`, value);
    // As JSON text, for which true is not 1.
    else where(`fields -> '$.${fieldName(field)}' = ?`, JSON.stringify(value));
  }
  if (atMost) where(`${column(atMost.field)} <= ?`, atMost.max);
  if (newestFirst) where(`${column(newestFirst.field)} IS NOT NULL`);
  if (newestFirst?.before) {
    where(`(${column(newestFirst.field)}, id) < (?, ?)`, newestFirst.before.value, newestFirst.before.id);
  }
  if (startAfterId !== undefined) where('id > ?', startAfterId);
  const sql = `SELECT * FROM documents WHERE ${conditions.join(' AND ')} ORDER BY ${order(query)} LIMIT ?`;
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

/** Before a commit joins others in one transaction, so that a bad one fails alone. */
function assertPaths(writes: readonly Write[]): void {
  for (const { path } of writes) splitPath(path);
  const distinct = new Set(writes.map(({ path }) => path));
  if (distinct.size !== writes.length) throw new Error('[store] a commit writes each path at most once');
}

import type { DatabaseSync } from 'node:sqlite';
import type { CommitRows, RowWrite } from './row-write.ts';

/** The writing side of the documents. Every call belongs into a transaction. */
export function createDocumentTable(db: DatabaseSync) {
  const selectVersion = db.prepare('SELECT version FROM documents WHERE collection = ? AND id = ?');
  const selectFields = db.prepare('SELECT fields FROM documents WHERE collection = ? AND id = ?');
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

  const conditionHolds = ({ type, ifVersion, collection, id }: RowWrite): boolean => {
    if (type !== 'create' && type !== 'update' && ifVersion === undefined) return true;
    const row = selectVersion.get(collection, id) as { version: string } | undefined;
    if (type === 'create') return row === undefined;
    if (row === undefined) return false;
    return ifVersion === undefined || row.version === ifVersion;
  };

  const update = (write: RowWrite, bytes: Uint8Array | undefined, version: string): void => {
    const { collection, id, fields: set, remove: gone = [] } = write;
    const existing = selectFields.get(collection, id) as { fields: string };
    const merged = { ...JSON.parse(existing.fields), ...set };
    for (const field of gone) delete merged[field];
    const fields = JSON.stringify(merged);
    const payload = gone.includes('payload') ? null : bytes;
    if (payload === undefined) putFields.run(version, fields, collection, id);
    else put.run(collection, id, version, fields, payload);
  };

  const apply = (write: RowWrite, bytes: Uint8Array | undefined, version: string): void => {
    const { type, collection, id, fields } = write;
    if (type === 'delete') remove.run(collection, id);
    else if (type === 'update') update(write, bytes, version);
    else put.run(collection, id, version, JSON.stringify(fields), bytes ?? null);
  };

  return {
    /** A number that no version begins with yet. */
    nextVersion: (): number => (nextVersion.get() as { value: number }).value,
    /** Does all of a commit under one version, or nothing of it and returns false when a condition does not hold. */
    commit({ rows, payloads }: CommitRows, version: string): boolean {
      // Within the transaction nobody else writes, so conditions that hold here still hold when applied.
      if (!rows.every(conditionHolds)) return false;
      for (const row of rows)
        apply(row, row.payload === undefined ? undefined : payloads[row.payload], version);
      return true;
    },
    /** Deletes what has expired; returns how many. */
    purge: (now: number, limit: number): number => Number(purge.run(now, limit).changes),
  };
}

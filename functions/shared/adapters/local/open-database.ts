import { DatabaseSync } from 'node:sqlite';
import { StartupError, toStartupError } from '../../core/startup-error.ts';

/** How long one process waits for another that is writing. */
const BUSY_TIMEOUT_MS = 5000;
const SQLITE_BUSY = 5;

/** How far the log grows before it is brought into the database, in pages: 32 MiB. Pages written often go over once. */
const CHECKPOINT_PAGES = 8192;

const TABLES = `
  CREATE TABLE documents (
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    fields TEXT NOT NULL,
    payload BLOB,
    shard INTEGER GENERATED ALWAYS AS (json_extract(fields, '$.shard')) VIRTUAL,
    sweep_at INTEGER GENERATED ALWAYS AS (json_extract(fields, '$.sweepAt')) VIRTUAL,
    expire_at INTEGER GENERATED ALWAYS AS (json_extract(fields, '$.expireAt')) VIRTUAL,
    ats_id TEXT GENERATED ALWAYS AS (json_extract(fields, '$.atsId')) VIRTUAL,
    created_at INTEGER GENERATED ALWAYS AS (json_extract(fields, '$.createdAt')) VIRTUAL,
    PRIMARY KEY (collection, id)
  );
  -- The shard comes last, though it is asked for by name: so whatever is written goes to the same page and not to one of each shard.
  CREATE INDEX documents_to_sweep ON documents (collection, sweep_at, shard) WHERE sweep_at IS NOT NULL;
  CREATE INDEX documents_to_expire ON documents (expire_at) WHERE expire_at IS NOT NULL;
  CREATE INDEX documents_of_ats ON documents (collection, ats_id, created_at, id)
    WHERE ats_id IS NOT NULL AND created_at IS NOT NULL;

  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
  INSERT INTO counters VALUES ('version', 0);

  CREATE TABLE tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL,
    body TEXT NOT NULL,
    available_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    owner TEXT
  );
  CREATE INDEX tasks_by_time ON tasks (queue, available_at);
  CREATE INDEX tasks_under_way ON tasks (queue, available_at) WHERE owner IS NOT NULL;
  CREATE TABLE queue_rates (queue TEXT PRIMARY KEY, tokens REAL NOT NULL, refilled_at INTEGER NOT NULL);
`;

/**
 * What `log-reader.ts` finds entries of the delivery log by; other documents have none of it, and pay nothing for it. References are
 * put so that they begin with their clock: then what is written goes to pages that were just written.
 */
const LOG_INDEXES = `
  ALTER TABLE documents ADD COLUMN log_kind TEXT GENERATED ALWAYS AS (
    CASE WHEN collection = 'deliveryLog'
    THEN json_extract(fields, '$.atsId', '$.direction', '$.outcome', '$.statusCode') END
  ) VIRTUAL;
  ALTER TABLE documents ADD COLUMN log_event_kind TEXT GENERATED ALWAYS AS (
    CASE WHEN collection = 'deliveryLog'
    THEN json_extract(fields, '$.atsId', '$.event', '$.direction', '$.outcome', '$.statusCode') END
  ) VIRTUAL;
  ALTER TABLE documents ADD COLUMN log_reference TEXT GENERATED ALWAYS AS (
    CASE WHEN collection = 'deliveryLog'
    THEN substr(fields ->> '$.referenceKey', 14) || substr(fields ->> '$.referenceKey', 1, 13) END
  ) VIRTUAL;
  CREATE INDEX log_by_kind ON documents (log_kind, created_at, id, shard) WHERE log_kind IS NOT NULL;
  CREATE INDEX log_by_event_kind ON documents (log_event_kind, created_at, id, shard) WHERE log_event_kind IS NOT NULL;
  CREATE INDEX log_by_reference ON documents (log_reference, created_at, id) WHERE log_reference IS NOT NULL;
`;

/**
 * What the list of all ATSs' activity is found by. The group is the last segment, after all that is left when everything but slashes is
 * taken off the end. Only activity is in the index: other collections are listed one by one.
 */
const ACTIVITY_INDEX = `
  ALTER TABLE documents ADD COLUMN collection_group TEXT GENERATED ALWAYS AS (
    substr(collection, length(rtrim(collection, replace(collection, '/', ''))) + 1)
  ) VIRTUAL;
  CREATE INDEX activity_of_all ON documents (shard, created_at) WHERE collection_group = 'activity';
`;

/** What each schema adds to the one before it. They are never changed: a file of an older one goes through those that it lacks. */
const SCHEMAS = [TABLES, LOG_INDEXES, ACTIVITY_INDEX];
const SCHEMA_VERSION = SCHEMAS.length;

export interface OpenDatabaseOptions {
  /** A path, or `:memory:`. */
  file: string;
  /** `full`: a commit is on disk when it returns. `normal`: it survives the process, but perhaps not a power cut. */
  durability: 'full' | 'normal';
}

/**
 * Opens the embedded database, and creates or completes its tables. Several processes may hold it open. Throws a
 * {@link StartupError} where the file cannot be used as it is.
 */
export function openDatabase({ file, durability }: OpenDatabaseOptions): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    prepare(db, file, durability);
    return db;
  } catch (error) {
    db?.close();
    throw toStartupError(error, file);
  }
}

function prepare(db: DatabaseSync, file: string, durability: OpenDatabaseOptions['durability']): void {
  switchToWal(db);
  db.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.exec(`PRAGMA synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`);
  inTransaction(db, () => migrate(db, file));
}

/** SQLite does not wait here, as it does elsewhere, for another process that is just opening the same new file. */
function switchToWal(db: DatabaseSync): void {
  const giveUpAt = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      const isBusy = (error as { errcode?: number }).errcode === SQLITE_BUSY;
      if (!isBusy || performance.now() > giveUpAt) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** Runs `work` as the only writer, all or nothing. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function migrate(db: DatabaseSync, file: string): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version === SCHEMA_VERSION) return;
  if (version > SCHEMA_VERSION) {
    throw new StartupError(
      `${file} was made by a newer release of CarvOS (schema ${version}, this one knows ${SCHEMA_VERSION}). ` +
        'Start with another CARVOS_DATA_DIR, or remove the folder to begin anew.',
    );
  }
  for (const schema of SCHEMAS.slice(version)) db.exec(schema);
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}

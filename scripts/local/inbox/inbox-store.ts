import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { toStartupError } from '../../../functions/shared/core/startup-error.ts';

/** One webhook that came in. */
export interface InboxMessage {
  /** Epoch ms. */
  receivedAt: number;
  atsId: string;
  /** `valid`, or what is wrong with the signature. */
  verdict: string;
  eventId: string;
  answeredStatus: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface InboxStore {
  add(message: InboxMessage): void;
  /** How often this `event_id` has come in so far. */
  count(eventId: string): number;
  /** The newest first: at most `limit`, and no more than {@link MAX_LISTED_BYTES} of bodies. */
  list(limit: number): InboxList;
  close(): void;
}

export interface InboxList {
  messages: InboxMessage[];
  /** There are older ones that are not in it. */
  truncated: boolean;
}

const KEPT = 10_000;

/** What one list holds of bodies; one message is always in it. More would hold up everything else that the process does. */
export const MAX_LISTED_BYTES = 8 * 1024 * 1024;

/**
 * Keeps what the inbox received, in a file of its own beside the database: it is not part of CarvOS's state. Throws a
 * `StartupError` where the file cannot be used.
 */
export function openInboxStore(dataDir: string): InboxStore {
  const db = openFile(dataDir === ':memory:' ? dataDir : join(dataDir, 'inbox.db'));
  const insert = db.prepare('INSERT INTO messages (event_id, message) VALUES (?, ?)');
  const trim = db.prepare('DELETE FROM messages WHERE id <= ?');
  const count = db.prepare('SELECT count(*) AS count FROM messages WHERE event_id = ?');
  const newest = db.prepare('SELECT message FROM messages ORDER BY id DESC');
  return {
    add(message) {
      const { lastInsertRowid } = insert.run(message.eventId, JSON.stringify(message));
      trim.run(Number(lastInsertRowid) - KEPT);
    },
    count: (eventId) => Number(count.get(eventId)?.count),
    list: (limit) => firstOf(newest.iterate(), limit),
    close: () => db.close(),
  };
}

/** Reads row by row, and no further than what it keeps and one more. */
function firstOf(rows: Iterable<Record<string, unknown>>, limit: number): InboxList {
  const messages: InboxMessage[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (messages.length === limit) return { messages, truncated: true };
    const message = JSON.parse(String(row.message)) as InboxMessage;
    bytes += Buffer.byteLength(message.body);
    if (messages.length > 0 && bytes > MAX_LISTED_BYTES) return { messages, truncated: true };
    messages.push(message);
  }
  return { messages, truncated: false };
}

function openFile(file: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: 5000 });
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, message TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS messages_by_event ON messages (event_id);
    `);
    return db;
  } catch (error) {
    db?.close();
    throw toStartupError(error, file);
  }
}

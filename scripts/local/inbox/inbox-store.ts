import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

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
  /** Newest first. */
  list(limit: number): InboxMessage[];
  close(): void;
}

const KEPT = 10_000;

/** Keeps what the inbox received, in a file of its own beside the database: it is not part of CarvOS's state. */
export function openInboxStore(dataDir: string): InboxStore {
  const db = new DatabaseSync(dataDir === ':memory:' ? dataDir : join(dataDir, 'inbox.db'), {
    timeout: 5000,
  });
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, message TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS messages_by_event ON messages (event_id);
  `);
  const insert = db.prepare('INSERT INTO messages (event_id, message) VALUES (?, ?)');
  const trim = db.prepare('DELETE FROM messages WHERE id <= ?');
  const count = db.prepare('SELECT count(*) AS count FROM messages WHERE event_id = ?');
  const list = db.prepare('SELECT message FROM messages ORDER BY id DESC LIMIT ?');
  return {
    add(message) {
      const { lastInsertRowid } = insert.run(message.eventId, JSON.stringify(message));
      trim.run(Number(lastInsertRowid) - KEPT);
    },
    count: (eventId) => Number(count.get(eventId)?.count),
    list: (limit) => list.all(limit).map((row) => JSON.parse(String(row.message)) as InboxMessage),
    close: () => db.close(),
  };
}

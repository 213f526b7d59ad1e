import type { DatabaseSync } from 'node:sqlite';
import { paths } from '../../core/paths.ts';
import type { Query } from '../../ports/store.ts';
import { ROW_COLUMNS, type Row } from './sqlite-document.ts';

type Equals = NonNullable<Query['equals']>;

/** What a kind of entry is made of, in the order of its column; and of the one that knows the event as well. */
const KIND = ['atsId', 'direction', 'outcome', 'statusCode'];
const EVENT_KIND = ['atsId', 'event', 'direction', 'outcome', 'statusCode'];

/** Where an entry stands in the list. */
interface Place {
  rowid: number;
  created_at: number;
  id: string;
}

/** Comes after every time there is. */
const END_OF_TIME = Number.MAX_SAFE_INTEGER;

/**
 * Reads pages of the delivery log that are filtered, or of all ATSs. Entries that agree in all that may be asked for are of one kind. Of
 * one ATS there are about a dozen kinds, and as many of one event; an index holds each in order of time, and those that fit are merged.
 * So a page takes as long as there are kinds, however long the log is, and however rare what is asked for.
 */
export function createLogReader(db: DatabaseSync) {
  const begin = db.prepare('BEGIN');
  const end = db.prepare('COMMIT');
  const selectRow = db.prepare(`SELECT ${ROW_COLUMNS} FROM documents WHERE rowid = ?`);
  const byKind = { fields: KIND, ...selectsOf(db, 'log_kind', 'log_by_kind') };
  const byEventKind = { fields: EVENT_KIND, ...selectsOf(db, 'log_event_kind', 'log_by_event_kind') };

  function placesOf({ equals = {}, newestFirst, limit }: Query): Place[] {
    const { fields, kinds, places } = equals.event === undefined ? byKind : byEventKind;
    const { value, id = '' } = newestFirst?.before ?? { value: END_OF_TIME };
    const shard = equals.shard === undefined ? null : Number(equals.shard);
    const newestOf = (kind: string, oldest: number, count: number) =>
      places.all(kind, value, id, oldest, shard, count) as unknown as Place[];
    const known = kinds.all(...rangeOf(fields, equals)) as { kind: string }[];
    // Those that are frequent come first in this order, so that of the others next to nothing is read.
    const heads = known
      .filter(({ kind }) => fits(JSON.parse(kind), fields, equals))
      .flatMap(({ kind }) => newestOf(kind, 0, 1).map((newest) => ({ kind, ...newest })))
      .sort(byNewest);
    let page: Place[] = [];
    for (const { kind, created_at } of heads) {
      // What is older than all of a full page is on none.
      const oldest = page.length < limit ? 0 : (page.at(-1)?.created_at ?? 0);
      if (created_at < oldest) break;
      page = [...page, ...newestOf(kind, oldest, limit)].sort(byNewest).slice(0, limit);
    }
    return page;
  }

  /** Reads all of one moment, so that nothing is removed between finding a place and reading what is there. */
  function read(query: Query): Row[] {
    begin.run();
    try {
      return placesOf(query).map(({ rowid }) => selectRow.get(rowid) as unknown as Row);
    } finally {
      end.run();
    }
  }

  return { read };
}

function selectsOf(db: DatabaseSync, column: string, index: string) {
  return {
    // From each kind on to the next, over all the entries between.
    kinds: db.prepare(
      `WITH RECURSIVE kinds (kind) AS (
         SELECT min(${column}) FROM documents WHERE ${column} >= ?1
         UNION ALL
         SELECT (SELECT min(${column}) FROM documents WHERE ${column} > kind) FROM kinds WHERE kind < ?2
       ) SELECT kind FROM kinds WHERE kind < ?2`,
    ),
    places: db.prepare(
      `SELECT rowid, created_at, id FROM documents INDEXED BY ${index}
       WHERE ${column} = ? AND (created_at, id) < (?, ?) AND created_at >= ? AND shard IS coalesce(?, shard)
       ORDER BY created_at DESC, id DESC LIMIT ?`,
    ),
  };
}

/** Where the kinds are that begin with what is asked for. */
function rangeOf(fields: readonly string[], equals: Equals): [string, string] {
  const open = fields.findIndex((field) => equals[field] === undefined);
  const asked = fields.slice(0, open === -1 ? fields.length : open).map((field) => equals[field]);
  const from = `[${asked.map((value) => JSON.stringify(value)).join(',')}`;
  return [from, `${from}\u{10ffff}`];
}

function fits(kind: readonly unknown[], fields: readonly string[], equals: Equals): boolean {
  return fields.every((field, index) => equals[field] === undefined || equals[field] === kind[index]);
}

/** Whether a query is one for {@link createLogReader}; that for one ATS and nothing else has an index of its own. */
export function isByKind({ collection, equals = {}, newestFirst }: Query): boolean {
  const fields = Object.keys(equals);
  return (
    collection === paths.deliveryLog() &&
    newestFirst?.field === 'createdAt' &&
    fields.some((field) => field !== 'atsId') &&
    fields.every((field) => field === 'shard' || EVENT_KIND.includes(field))
  );
}

/** The reference, in the form it is found by, that a query asks the delivery log for; undefined where it asks for none. */
export function loggedReference({ collection, equals = {} }: Query): string | undefined {
  const { referenceKey } = equals;
  return collection === paths.deliveryLog() && typeof referenceKey === 'string' ? referenceKey : undefined;
}

function byNewest(a: Place, b: Place): number {
  return b.created_at - a.created_at || Buffer.compare(Buffer.from(b.id), Buffer.from(a.id));
}

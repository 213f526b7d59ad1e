import type { DatabaseSync } from 'node:sqlite';
import { paths } from '../../core/paths.ts';
import type { CountQuery, Query } from '../../ports/store.ts';
import { ROW_COLUMNS, ROW_COLUMNS_WITHOUT_PAYLOAD, type Row } from './sqlite-document.ts';

type Equals = NonNullable<Query['equals']>;
type Asked = Pick<Query, 'collection' | 'collectionGroup' | 'equals'>;

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
  const selectWithoutPayload = db.prepare(
    `SELECT ${ROW_COLUMNS_WITHOUT_PAYLOAD} FROM documents WHERE rowid = ?`,
  );
  const byKind = { fields: KIND, ...selectsOf(db, 'log_kind', 'log_by_kind') };
  const byEventKind = { fields: EVENT_KIND, ...selectsOf(db, 'log_event_kind', 'log_by_event_kind') };

  const selectsFor = (equals: Equals) => (equals.event === undefined ? byKind : byEventKind);

  function kindsOf(equals: Equals): string[] {
    const { fields, kinds } = selectsFor(equals);
    const known = kinds.all(...rangeOf(fields, equals)) as { kind: string }[];
    return known.map(({ kind }) => kind).filter((kind) => fits(JSON.parse(kind), fields, equals));
  }

  function placesOf({ equals = {}, newestFirst, limit }: Query): Place[] {
    const { places } = selectsFor(equals);
    const { value, id = '' } = newestFirst?.before ?? { value: END_OF_TIME };
    const atLeast = newestFirst?.atLeast ?? 0;
    const newestOf = (kind: string, oldest: number, count: number) =>
      places.all(kind, value, id, oldest, shardIn(equals), count) as unknown as Place[];
    // Those that are frequent come first in this order, so that of the others next to nothing is read.
    const heads = kindsOf(equals)
      .flatMap((kind) => newestOf(kind, atLeast, 1).map((newest) => ({ kind, ...newest })))
      .sort(byNewest);
    let page: Place[] = [];
    for (const { kind, created_at } of heads) {
      // What is older than all of a full page is on none.
      const oldest = page.length < limit ? atLeast : (page.at(-1)?.created_at ?? atLeast);
      if (created_at < oldest) break;
      page = [...page, ...newestOf(kind, oldest, limit)].sort(byNewest).slice(0, limit);
    }
    return page;
  }

  /** Sees all of one moment, so that nothing is removed between finding a place and reading what is there. */
  function atOneMoment<T>(look: () => T): T {
    begin.run();
    try {
      return look();
    } finally {
      end.run();
    }
  }

  return {
    read(query: Query): Row[] {
      const select = query.fields?.includes('payload') === false ? selectWithoutPayload : selectRow;
      return atOneMoment(() => placesOf(query).map(({ rowid }) => select.get(rowid) as unknown as Row));
    },
    count({ equals = {}, range }: CountQuery): number {
      const { count } = selectsFor(equals);
      const { from, to } = range ?? { from: 0, to: END_OF_TIME };
      const countOf = (kind: string) =>
        (count.get(kind, from, to, shardIn(equals)) as { count: number }).count;
      return atOneMoment(() => kindsOf(equals).reduce((sum, kind) => sum + countOf(kind), 0));
    },
  };
}

/** The shard that is asked for; null for all of them. */
function shardIn({ shard }: Equals): number | null {
  return shard === undefined ? null : Number(shard);
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
    count: db.prepare(
      `SELECT count(*) AS count FROM documents INDEXED BY ${index}
       WHERE ${column} = ? AND created_at >= ? AND created_at < ? AND shard IS coalesce(?, shard)`,
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

/** Whether a query by `by` is one for {@link createLogReader}; that for one ATS and nothing else has an index of its own. */
export function isByKind(asked: Asked, by: { field: string } | undefined): boolean {
  const fields = Object.keys(asked.equals ?? {});
  return (
    isOfLog(asked) &&
    by?.field === 'createdAt' &&
    fields.some((field) => field !== 'atsId') &&
    fields.every((field) => field === 'shard' || EVENT_KIND.includes(field))
  );
}

/** The reference, in the form it is found by, that a query asks the delivery log for; undefined where it asks for none. */
export function loggedReference(asked: Asked): string | undefined {
  const referenceKey = asked.equals?.referenceKey;
  return isOfLog(asked) && typeof referenceKey === 'string' ? referenceKey : undefined;
}

function isOfLog({ collection, collectionGroup }: Asked): boolean {
  return collection === paths.deliveryLog() && !collectionGroup;
}

function byNewest(a: Place, b: Place): number {
  return b.created_at - a.created_at || Buffer.compare(Buffer.from(b.id), Buffer.from(a.id));
}

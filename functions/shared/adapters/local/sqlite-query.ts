import type { CountQuery, Query } from '../../ports/store.ts';
import { loggedReference } from './log-reader.ts';
import { ROW_COLUMNS, ROW_COLUMNS_WITHOUT_PAYLOAD } from './sqlite-document.ts';

/** Fields that have a column of their own, which an index covers. */
const COLUMNS: Record<string, string> = {
  atsId: 'ats_id',
  createdAt: 'created_at',
  expireAt: 'expire_at',
  shard: 'shard',
  sweepAt: 'sweep_at',
};

/** What comes between the ids of a path where paths are compared: less than all that an id may hold, so that they go id by id. */
const BETWEEN_IDS = '\u0001';
const PATH = `replace(collection || '/' || id, '/', char(1))`;

export interface Statement {
  sql: string;
  values: (string | number)[];
}

/** What a query and a count have in common. */
type Asked = Pick<Query, 'collection' | 'collectionGroup' | 'equals'>;

/** Adds a condition, and the values in it. */
type Where = (condition: string, ...values: (string | number)[]) => void;

/** A query of the port as one of {@link Row}s. Throws for a field that has no plain name. */
export function queryStatement(query: Query): Statement {
  const { fields, limit } = query;
  const columns = fields && !fields.includes('payload') ? ROW_COLUMNS_WITHOUT_PAYLOAD : ROW_COLUMNS;
  const { sql, values } = statement(columns, query, (where) => addPlace(query, where));
  return { sql: `${sql} ORDER BY ${order(query)} LIMIT ?`, values: [...values, limit] };
}

/** The same for one row, `count`. */
export function countStatement(query: CountQuery): Statement {
  const { range } = query;
  return statement('count(*) AS count', query, (where) => {
    if (range) where(`${column(range.field)} >= ? AND ${column(range.field)} < ?`, range.from, range.to);
  });
}

function statement(columns: string, query: Asked, addMore: (where: Where) => void): Statement {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const where: Where = (condition, ...given) => {
    conditions.push(condition);
    values.push(...given);
  };
  addCollection(query, where);
  const reference = loggedReference(query);
  // As the index has it, besides the condition itself.
  if (reference !== undefined)
    where('log_reference = substr(?, 14) || substr(?, 1, 13)', reference, reference);
  for (const [field, value] of Object.entries(query.equals ?? {})) {
    if (typeof value !== 'boolean' && field in COLUMNS) where(`${column(field)} = ?`, value);
    // As JSON text, for which true is not 1.
    else where(`fields -> '$.${plain(field)}' = ?`, JSON.stringify(value));
  }
  addMore(where);
  const from = reference === undefined ? 'documents' : 'documents INDEXED BY log_by_reference';
  return { sql: `SELECT ${columns} FROM ${from} WHERE ${conditions.join(' AND ')}`, values };
}

function addCollection({ collection, collectionGroup }: Asked, where: Where): void {
  // Written out, as only so the index of one group is known to be of this one.
  if (collectionGroup) where(`collection_group = '${plain(collection)}'`);
  else where('collection = ?', collection);
}

function addPlace(query: Query, where: Where): void {
  const { atMost, newestFirst, startAfterId } = query;
  const name = nameColumn(query);
  if (atMost) where(`${column(atMost.field)} <= ?`, atMost.max);
  if (newestFirst) {
    const { field, before, atLeast } = newestFirst;
    if (atLeast === undefined) where(`${column(field)} IS NOT NULL`);
    else where(`${column(field)} >= ?`, atLeast);
    if (before)
      where(`(${column(field)}, ${name}) < (?, ?)`, before.value, nameValue(query, before.id ?? ''));
  }
  if (startAfterId !== undefined) where(`${name} > ?`, nameValue(query, startAfterId));
}

function order(query: Query): string {
  const { atMost, newestFirst } = query;
  const name = nameColumn(query);
  if (newestFirst) return `${column(newestFirst.field)} DESC, ${name} DESC`;
  return atMost ? `${column(atMost.field)}, ${name}` : name;
}

/** What documents of one value are told apart by. */
function nameColumn({ collectionGroup }: Query): string {
  return collectionGroup ? PATH : 'id';
}

function nameValue({ collectionGroup }: Query, id: string): string {
  return collectionGroup ? id.replaceAll('/', BETWEEN_IDS) : id;
}

function column(field: string): string {
  return COLUMNS[field] ?? `json_extract(fields, '$.${plain(field)}')`;
}

/** The name, which goes into SQL as it is, once it is known to be harmless there. */
function plain(name: string): string {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name)) throw new Error(`[store] not a field name: ${name}`);
  return name;
}

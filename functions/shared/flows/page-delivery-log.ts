import { sealCursor } from '../core/cursor.ts';
import type { LoggedAttempt } from '../core/delivery-log/logged-attempt.ts';
import type { Clock } from '../ports/clock.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Store } from '../ports/store.ts';
import { type LogFilter, listDeliveryLog } from './list-delivery-log.ts';
import type { ListPosition } from './list-position.ts';
import { readCursor } from './read-cursor.ts';

/** What of the log is asked for. Ages are in ms, counted back from when the first page was asked for. */
export interface LogQuery extends Omit<LogFilter, 'from' | 'to'> {
  /** From so long ago on. */
  since?: number;
  /** Before so long ago. */
  until?: number;
}

export interface LogPageDeps {
  store: Store;
  vault: KeyVault;
  clock: Clock;
}

type Bounds = Pick<LogFilter, 'from' | 'to'>;

/** What a cursor holds: where the next page begins, and what the ages were when the first one was asked for. */
interface Position {
  after: ListPosition;
  bounds: Bounds;
}

const FOREIGN = 'Not a cursor of this list: it goes with the filters, and the ATS, that it was given for';

/**
 * A page of the delivery log and the cursor of the next one, null where there is none. A cursor goes on with what it was made for only:
 * with any other filter, another ATS, or altered, it is refused. Throws `validation_failed`.
 */
export async function pageDeliveryLog(
  { store, vault, clock }: LogPageDeps,
  query: LogQuery,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ entries: LoggedAttempt[]; nextCursor: string | null }> {
  const { since, until, ...filter } = query;
  const now = clock.now();
  const key = await vault.derive('cursor');
  const scope = scopeOf(query);
  const position: Position | undefined =
    cursor === undefined ? undefined : JSON.parse(readCursor(cursor, scope, key, FOREIGN));
  const bounds = position?.bounds ?? boundsOf(query, now);
  const after = position?.after;
  const { entries, next } = await listDeliveryLog(store, { ...filter, ...bounds }, { limit, after }, now);
  const sealed = next && sealCursor(JSON.stringify({ after: next, bounds } satisfies Position), scope, key);
  return { entries, nextCursor: sealed };
}

function boundsOf({ since, until }: LogQuery, now: number): Bounds {
  return {
    ...(since === undefined ? {} : { from: now - since }),
    ...(until === undefined ? {} : { to: now - until }),
  };
}

/** The ages are as they were asked for, as their moments move on with the clock. */
function scopeOf({ atsId, direction, outcome, event, statusCode, referenceId, since, until }: LogQuery) {
  const asked = { atsId, direction, outcome, event, statusCode, referenceId, since, until };
  return ['deliveryLog', JSON.stringify(asked)];
}

import type { AttemptOutcome } from '../core/delivery/delivery.ts';
import { LOG_SHARDS } from '../core/delivery-log/create-log-entry.ts';
import type { Direction } from '../core/delivery-log/delivery-log-entry.ts';
import { keptFrom } from '../core/delivery-log/is-kept.ts';
import { LISTED_FIELDS, type LoggedAttempt } from '../core/delivery-log/logged-attempt.ts';
import { paths } from '../core/paths.ts';
import { isReferenceId, scrambleReferenceId } from '../core/reference-id.ts';
import type { Store } from '../ports/store.ts';
import type { ListPosition } from './list-position.ts';
import { pageNewest } from './page-newest.ts';

export interface LogFilter {
  /** One ATS; all of them where it is not given. */
  atsId?: string;
  direction?: Direction;
  outcome?: AttemptOutcome;
  event?: string;
  statusCode?: number;
  referenceId?: string;
  /** Epoch ms: from this moment on. */
  from?: number;
  /** Epoch ms: before this moment. */
  to?: number;
}

export interface LogPage {
  entries: LoggedAttempt[];
  /** Null when there is nothing more. */
  next: ListPosition | null;
}

/**
 * A page of the delivery log, newest first (spec section 7). What is past its time is not shown, removed or not. The list of all ATSs
 * is read from each of its shards, and merged.
 */
export async function listDeliveryLog(
  store: Store,
  filter: LogFilter,
  { limit, after }: { limit: number; after?: ListPosition | undefined },
  now: number,
): Promise<LogPage> {
  const { referenceId, from = 0, to } = filter;
  if (referenceId !== undefined && !isReferenceId(referenceId)) return { entries: [], next: null };
  const parts = headsOf(filter).map((head) => ({
    collection: paths.deliveryLog(),
    equals: { ...head, ...equalsOf(filter) },
    fields: LISTED_FIELDS,
  }));
  const bounds = { limit, after, to, from: Math.max(from, keptFrom(now)) };
  const { documents, next } = await pageNewest<LoggedAttempt>(store, parts, bounds);
  return { entries: documents, next };
}

/** What the indexes begin with: the ATS, or each of the shards. */
function headsOf({ atsId }: LogFilter): Record<string, string | number>[] {
  if (atsId !== undefined) return [{ atsId }];
  return Array.from({ length: LOG_SHARDS }, (_, shard) => ({ shard }));
}

function equalsOf({ direction, outcome, event, statusCode, referenceId }: LogFilter) {
  const referenceKey = referenceId && scrambleReferenceId(referenceId);
  const given = { direction, outcome, event, statusCode, referenceKey };
  return Object.fromEntries(
    Object.entries(given).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
  );
}

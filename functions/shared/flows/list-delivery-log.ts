import type { AttemptOutcome } from '../core/delivery/delivery.ts';
import { LOG_SHARDS } from '../core/delivery-log/create-log-entry.ts';
import type { DeliveryLogEntry, Direction } from '../core/delivery-log/delivery-log-entry.ts';
import { isKept } from '../core/delivery-log/is-kept.ts';
import { paths } from '../core/paths.ts';
import { isReferenceId, scrambleReferenceId } from '../core/reference-id.ts';
import type { Store, StoredDocument } from '../ports/store.ts';
import type { ListPosition } from './list-position.ts';

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
  entries: DeliveryLogEntry[];
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
  const { referenceId, to } = filter;
  if (referenceId !== undefined && !isReferenceId(referenceId)) return { entries: [], next: null };
  const start = after ? { value: after.createdAt, id: after.id } : to !== undefined && { value: to };
  const lists = await Promise.all(
    headsOf(filter).map((head) =>
      store.query<DeliveryLogEntry>({
        collection: paths.deliveryLog(),
        equals: { ...head, ...equalsOf(filter) },
        newestFirst: {
          field: 'createdAt',
          ...(start ? { before: start } : {}),
        },
        // One more than is shown tells that there is a next page.
        limit: limit + 1,
      }),
    ),
  );
  const { from = 0 } = filter;
  const found = lists
    .flat()
    .filter(({ data }) => data.createdAt >= from && isKept(data, now))
    .toSorted(byNewest);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = found.length > limit && last ? { createdAt: last.data.createdAt, id: last.id } : null;
  return { entries: page.map(({ data }) => data), next };
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

/** As the store orders what has the same time: by id, largest first. */
function byNewest(a: StoredDocument<DeliveryLogEntry>, b: StoredDocument<DeliveryLogEntry>): number {
  return b.data.createdAt - a.data.createdAt || Buffer.compare(Buffer.from(b.id), Buffer.from(a.id));
}

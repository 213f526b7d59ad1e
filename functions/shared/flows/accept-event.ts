import type { EventSource } from '../core/accepted-event.ts';
import type { Ats } from '../core/ats.ts';
import { type ErrorCode, GatewayError } from '../core/errors.ts';
import { encodeJson } from '../core/json/encode-json.ts';
import type { JsonObject } from '../core/json/json-value.ts';
import { MAX_STORED_BYTES } from '../core/limits.ts';
import { paths } from '../core/paths.ts';
import { createEvent } from '../core/processing/create-event.ts';
import { liveReceipt, type Receipt } from '../core/receipt.ts';
import type { StoredRecord } from '../core/stored-record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import { ConflictError, type Store, type StoredDocument, type Write } from '../ports/store.ts';
import { commitAlong } from './commit-along.ts';
import { type CreateTaskDeps, createTask } from './create-task.ts';
import { orUnavailable } from './or-unavailable.ts';
import { type NewReceipt, receiptWrite } from './receipt-write.ts';

export interface AcceptDeps extends CreateTaskDeps {
  store: Store;
  clock: Clock;
  ids: Ids;
}

/** What an event makes of the document that it is about. */
export interface Change {
  /** Where that document is; undefined when accepting the event touches none. */
  path: string | undefined;
  /** Whether what comes out depends on what is there. */
  merges: boolean;
  /** Whether it is `not_found` when nothing is there. */
  mustExist: boolean;
  /** The event's data. */
  data(found: StoredDocument<StoredRecord> | undefined): JsonObject;
  /** What is written besides the event; `data` is the document as it will be. */
  writes(found: StoredDocument<StoredRecord> | undefined, data: StoredRecord): Write[];
}

export interface AcceptInput {
  ats: Ats;
  source: EventSource;
  /** The event's name. */
  type: string;
  clientId: string;
  userId: string;
  recordId: string;
  change: Change;
  /** What makes a repeat recognisable, if the sender gave anything. */
  receipt?: NewReceipt & { reused: ErrorCode };
  /** What is only written along with the event of that reference id: without it, where the store will not have it. */
  along?: (referenceId: string) => readonly Write[];
  /** What the caller has read of these already; read here only when it turns out to be out of date. */
  read: AcceptState;
}

export interface AcceptState {
  receipt: StoredDocument<Receipt> | undefined;
  record: StoredDocument<StoredRecord> | undefined;
}

/** Beyond this many writers of one record at once, the last ones are told to try again. */
const MAX_TRIES = 64;

/**
 * Accepts one change, durably: event, receipt and record in one commit, then the task. Returns the flow's reference id; that
 * of the first time for a repeat. Throws `not_found`, `record_too_large`, the receipt's own code for a repeat with other
 * content, or `unavailable`. When the task cannot be created the event is safe all the same: `sweep` finds it.
 */
export async function acceptEvent(deps: AcceptDeps, input: AcceptInput): Promise<string> {
  const { store, ids, clock } = deps;
  const referenceId = ids.referenceId();
  const along = input.along?.(referenceId) ?? [];
  let state = input.read;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const now = clock.now();
    const first = repeatedReferenceId(input, state, now);
    if (first !== undefined) return first;
    try {
      await commitAlong(store, acceptWrites(input, state, referenceId, now), along);
      await enqueueProcess(deps, input, referenceId);
      return referenceId;
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      if (!(error instanceof ConflictError)) throw new GatewayError('unavailable', { cause: error });
    }
    const reread = await rereadState(deps, input, referenceId);
    if (reread.own) {
      await enqueueProcess(deps, input, referenceId);
      return referenceId;
    }
    state = reread;
  }
  const detail = 'The record is being changed by too many requests at once. Try again';
  throw new GatewayError('unavailable', { detail, headers: { 'retry-after': '1' } });
}

/** The first answer of a request that came before. Throws when what came before was something else. */
function repeatedReferenceId({ receipt, change }: AcceptInput, state: AcceptState, now: number) {
  const known = liveReceipt(state.receipt?.data, now);
  if (receipt && known?.contentHash === receipt.contentHash) return known.referenceId;
  if (change.mustExist && state.record === undefined) throw new GatewayError('not_found');
  if (receipt && known) throw new GatewayError(receipt.reused);
  return undefined;
}

function acceptWrites(input: AcceptInput, state: AcceptState, referenceId: string, now: number): Write[] {
  const { ats, source, type, recordId, clientId, userId, change, receipt } = input;
  const payload = encodeJson(change.data(state.record));
  if (payload.length > MAX_STORED_BYTES) throw new GatewayError('record_too_large');
  const { atsId } = ats;
  const event = createEvent({ referenceId, atsId, source, type, recordId, clientId, userId, payload }, now);
  const record: StoredRecord = { id: recordId, version: referenceId, updatedAt: now, payload };
  return [
    { type: 'create', path: paths.event(referenceId), data: event },
    ...(receipt ? [receiptWrite(receipt, state.receipt, referenceId, now)] : []),
    ...change.writes(state.record, record),
  ];
}

/** Reads again what the commit depends on, and whether it took effect after all. */
async function rereadState({ store }: AcceptDeps, input: AcceptInput, referenceId: string) {
  const own = paths.event(referenceId);
  const { change, receipt: wanted } = input;
  // Where there is no record or receipt, its place in the batch is taken by the event, which is read anyway.
  const [event, record, receipt] = await orUnavailable(
    store.getAll<[object, StoredRecord, Receipt]>(own, change.path ?? own, wanted?.path ?? own),
  );
  return {
    own: event !== undefined,
    record: change.path === undefined ? undefined : record,
    receipt: wanted && receipt,
  };
}

async function enqueueProcess(deps: AcceptDeps, input: AcceptInput, referenceId: string): Promise<void> {
  const { log } = deps;
  const { ats, source, type } = input;
  log.annotate({ reference_id: referenceId });
  log.info('event.accepted', { source, event: type });
  const task = { v: 1, kind: 'process', atsId: ats.atsId, referenceId, n: 0 } as const;
  await createTask(deps, { queue: 'process', task });
}

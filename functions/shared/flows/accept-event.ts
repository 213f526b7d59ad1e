import type { EventSource } from '../core/accepted-event.ts';
import type { Ats } from '../core/ats.ts';
import { type ErrorCode, GatewayError } from '../core/errors.ts';
import { decodeStored } from '../core/json/decode-stored.ts';
import { encodeJson } from '../core/json/encode-json.ts';
import type { JsonObject } from '../core/json/json-value.ts';
import { mergePatch } from '../core/json/merge-patch.ts';
import { MAX_STORED_BYTES } from '../core/limits.ts';
import { paths } from '../core/paths.ts';
import { createEvent } from '../core/processing/create-event.ts';
import type { Receipt } from '../core/receipt.ts';
import type { RecordAction, RecordType } from '../core/records/record-type.ts';
import { eventName } from '../core/records/record-types.ts';
import type { StoredRecord } from '../core/stored-record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import { ConflictError, type Store, type StoredDocument, type Write } from '../ports/store.ts';
import { type CreateTaskDeps, createTask } from './create-task.ts';
import { orUnavailable } from './or-unavailable.ts';

export interface AcceptDeps extends CreateTaskDeps {
  store: Store;
  clock: Clock;
  ids: Ids;
}

export interface AcceptInput {
  ats: Ats;
  source: EventSource;
  recordType: RecordType;
  action: RecordAction;
  clientId: string;
  userId: string;
  recordId: string;
  /** The whole record when created, a merge patch when updated; not looked at when deleted. */
  body: JsonObject;
  /** REST answers 404 for a change to what is not there; webhooks come in any order. */
  mustExist: boolean;
  /** What makes a repeat recognisable, if the sender gave anything. */
  receipt?: { path: string; contentHash: string; memoryMs: number; reused: ErrorCode };
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
  let state = input.read;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const now = clock.now();
    const first = repeatedReferenceId(input, state, now);
    if (first !== undefined) return first;
    try {
      await store.commit(acceptWrites(input, state, referenceId, now));
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
function repeatedReferenceId({ receipt, mustExist }: AcceptInput, state: AcceptState, now: number) {
  const known = liveReceipt(state, now)?.data;
  if (receipt && known?.contentHash === receipt.contentHash) return known.referenceId;
  if (mustExist && state.record === undefined) throw new GatewayError('not_found');
  if (receipt && known) throw new GatewayError(receipt.reused);
  return undefined;
}

/** TTL removes receipts late; one past its time counts as absent. */
function liveReceipt({ receipt }: AcceptState, now: number) {
  return receipt && receipt.data.expireAt > now ? receipt : undefined;
}

function acceptWrites(input: AcceptInput, state: AcceptState, referenceId: string, now: number): Write[] {
  const { ats, source, recordType, action, recordId, clientId, userId } = input;
  const data = eventData(input, state.record);
  const payload = encodeJson(data);
  if (payload.length > MAX_STORED_BYTES) throw new GatewayError('record_too_large');
  const event = createEvent(
    {
      referenceId,
      atsId: ats.atsId,
      source,
      type: eventName(recordType, action),
      recordId,
      clientId,
      userId,
      payload,
    },
    now,
  );
  const record: StoredRecord = { id: recordId, version: referenceId, updatedAt: now, payload };
  return [
    { type: 'create', path: paths.event(referenceId), data: event },
    ...receiptWrites(input, state, referenceId, now),
    ...recordWrites(input, state, record),
  ];
}

function eventData(
  { action, body, recordType, recordId }: AcceptInput,
  record: AcceptState['record'],
): JsonObject {
  const id = { [recordType.idField]: recordId };
  if (action === 'deleted') return id;
  if (action === 'created') return { ...body, ...id };
  return { ...mergePatch(record && decodeStored(record.data), body), ...id };
}

function receiptWrites(
  { receipt }: AcceptInput,
  { receipt: expired }: AcceptState,
  referenceId: string,
  now: number,
): Write[] {
  if (receipt === undefined) return [];
  const { path, contentHash, memoryMs } = receipt;
  const data: Receipt = { referenceId, contentHash, expireAt: now + memoryMs };
  // Create-only, so that of many repeats at once exactly one is accepted.
  return [expired ? { type: 'set', path, data, ifVersion: expired.version } : { type: 'create', path, data }];
}

function recordWrites(
  { action, ...input }: AcceptInput,
  { record }: AcceptState,
  data: StoredRecord,
): Write[] {
  const path = recordPath(input);
  // A merge must not undo a change made since it was read; a replacement or deletion may follow any.
  const ifVersion = record && (action === 'updated' || input.mustExist) ? { ifVersion: record.version } : {};
  if (action === 'deleted') {
    return [
      { type: 'delete', path, ...ifVersion },
      { type: 'delete', path: paths.overlay(path) },
    ];
  }
  if (action === 'updated' && record === undefined) return [{ type: 'create', path, data }];
  return [{ type: 'set', path, data, ...ifVersion }];
}

function recordPath({ ats, clientId, recordType, recordId }: Omit<AcceptInput, 'action'>): string {
  return paths.record(ats.atsId, clientId, recordType.collection, recordId);
}

/** Reads again what the commit depends on, and whether it took effect after all. */
async function rereadState({ store }: AcceptDeps, input: AcceptInput, referenceId: string) {
  const own = paths.event(referenceId);
  // Without a receipt its place in the batch is taken by the event, which is read anyway.
  const [event, record, receipt] = await orUnavailable(
    store.getAll<[object, StoredRecord, Receipt]>(own, recordPath(input), input.receipt?.path ?? own),
  );
  return { own: event !== undefined, record, receipt: input.receipt ? receipt : undefined };
}

function enqueueProcess(deps: AcceptDeps, input: AcceptInput, referenceId: string): Promise<void> {
  const { log } = deps;
  const { ats, source, recordType, action } = input;
  log.annotate({ reference_id: referenceId });
  log.info('event.accepted', { source, event: eventName(recordType, action) });
  const task = { v: 1, kind: 'process', atsId: ats.atsId, referenceId, n: 0 } as const;
  return createTask(deps, { queue: 'process', task });
}

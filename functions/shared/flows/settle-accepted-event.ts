import type { AcceptedEvent } from '../core/accepted-event.ts';
import { paths } from '../core/paths.ts';
import type { AiResult } from '../core/processing/ai-result.ts';
import { type SettledEvent, settleEvent } from '../core/processing/settle-event.ts';
import { recordEvent } from '../core/records/record-types.ts';
import type { StoredOverlay, StoredRecord } from '../core/stored-record.ts';
import type { Clock } from '../ports/clock.ts';
import { ConflictError, type Store, type StoredDocument, type Write } from '../ports/store.ts';
import type { CreateTaskDeps } from './create-task.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';

export interface SettleDeps extends CreateTaskDeps {
  store: Store;
  clock: Clock;
}

const MAX_TRIES = 10;

/**
 * Ends an event with its result: event, delivery and overlay in one commit, then the first attempt's task. Returns false when
 * it lost the event to somebody else who has not settled it: then nothing was written. Settling what is settled changes
 * nothing, so a repeated result is harmless, and the first one wins.
 */
export async function settleAcceptedEvent(
  deps: SettleDeps,
  event: StoredDocument<AcceptedEvent>,
  result: AiResult,
): Promise<boolean> {
  const { store, clock } = deps;
  const recordType = recordEvent(event.data.type)?.recordType;
  if (recordType === undefined) throw new Error(`a stored event has an unknown type: ${event.data.type}`);
  const settled = settleEvent(event.data, recordType, result, clock.now());
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    try {
      const overlay = await overlayWrites(deps, event.data, recordType.collection, settled);
      await store.commit([
        {
          type: 'update',
          path: event.path,
          set: settled.set,
          remove: settled.remove,
          ifVersion: event.version,
        },
        { type: 'create', path: paths.delivery(settled.delivery.deliveryId), data: settled.delivery },
        ...overlay,
      ]);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      const [now] = await store.getAll<[AcceptedEvent]>(event.path);
      if (now === undefined) return true;
      if (now.data.state !== 'settled') {
        if (now.version !== event.version) return false;
        // Only the record had moved on: look at it again.
        continue;
      }
    }
    await enqueueDelivery(deps, settled.delivery);
    return true;
  }
  return false;
}

/**
 * Writes the overlay while the record is still the version the result belongs to. The record itself is touched, on condition of
 * the version seen: so neither a newer record nor one that has just been deleted can be overlaid.
 */
async function overlayWrites(
  { store, clock }: SettleDeps,
  { atsId, clientId, recordId, referenceId }: AcceptedEvent,
  collection: string,
  { overlay }: SettledEvent,
): Promise<Write[]> {
  if (overlay === null) return [];
  const path = paths.record(atsId, clientId, collection, recordId);
  const [record] = await store.getAll<[StoredRecord]>(path);
  if (record?.data.version !== referenceId) return [];
  const data: StoredOverlay = { version: referenceId, payload: overlay };
  return [
    { type: 'update', path, set: { processedAt: clock.now() }, ifVersion: record.version },
    { type: 'set', path: paths.overlay(path), data },
  ];
}

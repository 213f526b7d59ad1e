import { isAtsId } from '../shared/core/api-key.ts';
import { createWebhook } from '../shared/core/delivery/create-webhook.ts';
import { GatewayError } from '../shared/core/errors.ts';
import { encodeJson } from '../shared/core/json/encode-json.ts';
import { EVENT_ID_MEMORY_MS, MAX_STORED_BYTES } from '../shared/core/limits.ts';
import type { StoredMeeting } from '../shared/core/meetings/stored-meeting.ts';
import { paths } from '../shared/core/paths.ts';
import { createEvent } from '../shared/core/processing/create-event.ts';
import { settledChange } from '../shared/core/processing/settled-change.ts';
import { internalEventReceipt, liveReceipt, type Receipt } from '../shared/core/receipt.ts';
import { enqueueDelivery } from '../shared/flows/enqueue-delivery.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import { receiptWrite } from '../shared/flows/receipt-write.ts';
import type { JsonBody } from '../shared/http/parse-json-body.ts';
import { ConflictError, type Write } from '../shared/ports/store.ts';
import type { ResultsDeps } from './create-results.ts';
import { meetingWrites } from './meeting-writes.ts';
import { type MeetingEvent, readMeetingEvent } from './read-meeting-event.ts';

const MAX_TRIES = 10;

/**
 * Takes something that starts with Carv: the outputs of meetings. Event, receipt, output and webhook in one commit, then the task of
 * the webhook; there is nothing to be handed to AI, so that the event is settled from the start. The same `event_id`
 * with the same content is answered with the first reference id and done once.
 */
export async function takeEvent(deps: ResultsDeps, body: JsonBody, byteLength: number): Promise<string> {
  const { store, ids, clock, log } = deps;
  const event = readMeetingEvent(body, byteLength);
  log.annotate({ ats_id: event.atsId });
  const referenceId = ids.referenceId();
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const now = clock.now();
    const found = await findState(deps, event);
    const known = liveReceipt(found.receipt?.data, now);
    if (known && known.contentHash !== event.contentHash) throw new GatewayError('event_id_reused');
    // The receipt may be of this very call: the answer to its commit was lost, and its task is yet to be created.
    if (known && known.referenceId !== referenceId) return known.referenceId;
    const webhook = webhookOf(event, referenceId, now);
    if (known === undefined) {
      const writes: Write[] = [
        eventWrite(event, referenceId, now),
        receiptWrite(receiptOf(event), found.receipt, referenceId, now),
        ...meetingWrites(event, found.meeting, referenceId, now),
        { type: 'create', path: paths.delivery(webhook.deliveryId), data: webhook },
      ];
      try {
        await store.commit(writes);
      } catch (error) {
        if (error instanceof ConflictError) continue;
        throw new GatewayError('unavailable', { cause: error });
      }
    }
    log.annotate({ reference_id: referenceId });
    log.info('event.accepted', { source: 'ai', event: event.output.event });
    await enqueueDelivery(deps, webhook);
    return referenceId;
  }
  throw new GatewayError('unavailable');
}

/** A workspace is provisioned before Carv hears of it: one that is not there is as unknown as an ATS that is not. */
async function findState({ store }: ResultsDeps, event: MeetingEvent) {
  const { atsId, clientId } = event;
  if (!isAtsId(atsId)) throw new GatewayError('not_found');
  const [workspace, receipt, meeting] = await orUnavailable(
    store.getAll<[object, Receipt, StoredMeeting]>(
      paths.workspace(atsId, clientId),
      receiptOf(event).path,
      paths.meeting(atsId, clientId, event.meetingId),
    ),
  );
  if (workspace === undefined) throw new GatewayError('not_found', { detail: 'There is no such workspace' });
  return { receipt, meeting };
}

function receiptOf({ atsId, eventId, contentHash }: MeetingEvent) {
  const path = paths.receipt(atsId, internalEventReceipt(eventId));
  return { path, contentHash, memoryMs: EVENT_ID_MEMORY_MS };
}

function webhookOf({ atsId, clientId, output, data }: MeetingEvent, referenceId: string, now: number) {
  return createWebhook({ referenceId, atsId, clientId, event: output.event, error: null, data }, now);
}

function eventWrite(input: MeetingEvent, referenceId: string, now: number): Write {
  const { atsId, clientId, userId, meetingId, output, data } = input;
  const payload = encodeJson(data);
  if (payload.length > MAX_STORED_BYTES) throw new GatewayError('record_too_large');
  const names = { referenceId, atsId, clientId, userId, recordId: meetingId, type: output.event };
  const accepted = createEvent({ ...names, source: 'ai', payload }, now);
  const { sweepAt: _, ...settled } = { ...accepted, ...settledChange(null, now).set };
  return { type: 'create', path: paths.event(referenceId), data: settled };
}

import { contentHash } from '../shared/core/json/canonical-json.ts';
import { EVENT_ID_MEMORY_MS } from '../shared/core/limits.ts';
import { paths } from '../shared/core/paths.ts';
import { eventIdReceipt, type Receipt } from '../shared/core/receipt.ts';
import type { StoredRecord } from '../shared/core/stored-record.ts';
import { type AcceptDeps, type AcceptState, acceptEvent, type Change } from '../shared/flows/accept-event.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import { parseJsonBody } from '../shared/http/parse-json-body.ts';
import type { Answer } from '../shared/http/respond.ts';
import type { DeliveryLogWriter } from './delivery-log-writer.ts';
import { readWebhook } from './read-webhook.ts';
import type { ReceivedWebhook } from './received-webhook.ts';

/** Accepts what an ATS has signed, and answers it; throws what is wrong with it. Its entry in the delivery log is written along. */
export async function acceptWebhook(
  deps: AcceptDeps & { deliveryLog: DeliveryLogWriter },
  received: ReceivedWebhook,
): Promise<Answer> {
  const { request, bytes, ats } = received;
  const body = parseJsonBody(request, bytes);
  const webhook = readWebhook(ats.atsId, body, bytes.length);
  const { type, clientId, userId, recordId, change, eventId } = webhook;
  const names = { event: type, eventId, clientId };
  const receiptPath = paths.receipt(ats.atsId, eventIdReceipt(eventId));
  const reused = 'event_id_reused';
  let logged: string | undefined;
  const referenceId = await acceptEvent(deps, {
    ...{ ats, source: 'webhook', type, clientId, userId, recordId, change },
    receipt: {
      path: receiptPath,
      contentHash: contentHash(body.value),
      memoryMs: EVENT_ID_MEMORY_MS,
      reused,
    },
    read: await readState(deps, change, receiptPath),
    along: (own) => {
      logged = own;
      return [deps.deliveryLog.accepted(received, names, own)];
    },
  });
  // What came before was accepted then, and only written down now.
  if (logged !== referenceId) await deps.deliveryLog.repeated(received, names, referenceId);
  return { status: 202, body: { reference_id: referenceId } };
}

/** Only a merge needs to see what is there; otherwise the commit itself finds out whether the event came before. */
async function readState(
  { store }: AcceptDeps,
  { merges, path }: Change,
  receiptPath: string,
): Promise<AcceptState> {
  if (!merges || path === undefined) return { receipt: undefined, record: undefined };
  const [receipt, record] = await orUnavailable(store.getAll<[Receipt, StoredRecord]>(receiptPath, path));
  return { receipt, record };
}

import type { Ats } from '../../functions/shared/core/ats.ts';
import { contentHash } from '../../functions/shared/core/json/canonical-json.ts';
import type { JsonObject } from '../../functions/shared/core/json/json-value.ts';
import { EVENT_ID_MEMORY_MS } from '../../functions/shared/core/limits.ts';
import { paths } from '../../functions/shared/core/paths.ts';
import { eventIdReceipt, type Receipt } from '../../functions/shared/core/receipt.ts';
import { candidate } from '../../functions/shared/core/records/candidate.ts';
import { eventName } from '../../functions/shared/core/records/record-types.ts';
import type { StoredRecord } from '../../functions/shared/core/stored-record.ts';
import { type AcceptDeps, acceptEvent } from '../../functions/shared/flows/accept-event.ts';
import { orUnavailable } from '../../functions/shared/flows/or-unavailable.ts';
import { recordChange } from '../../functions/shared/flows/record-change.ts';
import type { Push } from './push.ts';

/** Accepts a push as the front doors do once they know who sent it. Resolves to the reference id; rejects where they answer 503. */
export async function acceptPush(deps: AcceptDeps, push: Push): Promise<string> {
  const { atsId, clientId, userId, recordId, source, action } = push;
  const receiptPath = paths.receipt(atsId, eventIdReceipt(recordId));
  const names: JsonObject = { first_name: 'Ada', last_name: 'Lovelace' };
  const body = action === 'deleted' ? {} : { candidate_id: recordId, ...names };
  const recordType = candidate;
  const change = recordChange({ atsId, clientId, recordType, action, recordId, body, mustExist: false });
  const recordPath = paths.record(atsId, clientId, candidate.collection, recordId);
  const [ats, receipt, record] = await orUnavailable(
    deps.store.getAll<[Ats, Receipt, StoredRecord]>(paths.ats(atsId), receiptPath, recordPath),
  );
  if (ats === undefined) throw new Error(`there is no ATS ${atsId}`);
  return acceptEvent(deps, {
    ats: ats.data,
    source,
    type: eventName(recordType, action),
    clientId,
    userId,
    recordId,
    change,
    receipt: {
      path: receiptPath,
      contentHash: contentHash(body),
      memoryMs: EVENT_ID_MEMORY_MS,
      reused: 'event_id_reused',
    },
    read: { receipt, record },
  });
}

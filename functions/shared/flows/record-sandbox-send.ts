import type { AcceptedEvent } from '../core/accepted-event.ts';
import type { Delivery } from '../core/delivery/delivery.ts';
import { recordAttempt } from '../core/delivery/record-attempt.ts';
import type { DeliveryLogEntry } from '../core/delivery-log/delivery-log-entry.ts';
import { encodeJson } from '../core/json/encode-json.ts';
import type { OutgoingEvent } from '../core/outgoing-events.ts';
import { paths } from '../core/paths.ts';
import { createEvent } from '../core/processing/create-event.ts';
import { settledChange } from '../core/processing/settled-change.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import { ConflictError, type Store, type StoredDocument, type Write } from '../ports/store.ts';
import { commitAlong } from './commit-along.ts';
import { outgoingLogEntry } from './outgoing-log-entry.ts';
import type { SentWebhook } from './send-webhook.ts';

export interface SandboxSend {
  webhook: Delivery;
  event: OutgoingEvent;
  sent: SentWebhook;
  /** Epoch ms at which it began. */
  at: number;
}

interface RecordDeps {
  store: Store;
  clock: Clock;
  ids: Ids;
  log: Logger;
}

const MAX_TRIES = 5;

/** There is one attempt, and none after it. */
const ONE_RUNG = [0, 0, 0, 0, 0] as const;

/**
 * Writes down what became of a test: the delivery log's entry, and the event and delivery that its reference id is looked up by.
 * Returns the entry, written or not: the test was sent already.
 */
export async function recordSandboxSend(deps: RecordDeps, send: SandboxSend): Promise<DeliveryLogEntry> {
  const { store, ids, log } = deps;
  const { webhook, sent, at } = send;
  const entryId = ids.uniqueId();
  const path = paths.delivery(webhook.deliveryId);
  let entry = entryOf(entryId, send, 1);
  try {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      // What was previewed may be sent again, and is the same webhook then.
      const [before] = await store.getAll<[Delivery]>(path);
      // A commit whose answer was lost comes back as a conflict.
      if (before?.data.attempts.some(({ claimId }) => claimId === entryId)) return entry;
      const delivery = after(before?.data ?? webhook, { claimId: entryId, at, ...sent }, deps.clock.now());
      entry = entryOf(entryId, send, delivery.attempts.length);
      try {
        await commitAlong(store, writesOf(send, delivery, before), [
          { type: 'create', path: paths.logEntry(entryId), data: entry },
        ]);
        return entry;
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    }
    throw new Error('the test met a conflict each time');
  } catch (error) {
    log.warn('sandbox.not_written', { error: error as Error });
    return entry;
  }
}

function entryOf(entryId: string, { webhook, sent, at }: SandboxSend, attempt: number): DeliveryLogEntry {
  return outgoingLogEntry(
    { ...webhook, entryId, eventId: webhook.deliveryId, attempt, test: true, at },
    sent,
  );
}

/** The delivery with one more attempt, and settled by it. */
function after(
  delivery: Delivery,
  { claimId, at, outcome, statusCode, reason, result }: SentWebhook & { claimId: string; at: number },
  now: number,
): Delivery {
  const attempt = { claimId, at, durationMs: result.durationMs, outcome, statusCode, reason };
  const { set } = recordAttempt(
    // As if it had come to its last rung.
    { ...delivery, n: ONE_RUNG.length - 1 },
    { attempt, now, retryLadder: ONE_RUNG, random: 0 },
  );
  const attempts = [...delivery.attempts, { ...attempt, ladder: 0, number: delivery.attempts.length + 1 }];
  const { sweepAt: _, ...settled } = { ...delivery, ...set, n: attempts.length, attempts };
  return settled;
}

function writesOf(
  { webhook, event: { event, idField, sample } }: SandboxSend,
  delivery: Delivery,
  before: StoredDocument<Delivery> | undefined,
): Write[] {
  const path = paths.delivery(delivery.deliveryId);
  if (before) return [{ type: 'set', path, data: delivery, ifVersion: before.version }];
  const { referenceId, atsId, clientId, createdAt } = webhook;
  const ids = { referenceId, atsId, clientId, userId: null, recordId: String(sample[idField]) };
  const made = createEvent(
    { ...ids, source: 'sandbox', type: event, payload: encodeJson(sample) },
    createdAt,
  );
  const { sweepAt: _, ...told }: AcceptedEvent = { ...made, ...settledChange(null, createdAt).set };
  return [
    { type: 'create', path: paths.event(referenceId), data: told },
    { type: 'create', path, data: delivery },
  ];
}

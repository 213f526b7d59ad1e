import type { GatewayError } from '../shared/core/errors.ts';
import { isJsonObject, type JsonValue } from '../shared/core/json/json-value.ts';
import { parseJson } from '../shared/core/json/parse-json.ts';
import { paths } from '../shared/core/paths.ts';
import { createTokenBucket, type TokenBucket } from '../shared/core/token-bucket.ts';
import { type InTimeDeps, inTime } from '../shared/flows/in-time.ts';
import type { Answer } from '../shared/http/respond.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Ids } from '../shared/ports/ids.ts';
import type { Logger } from '../shared/ports/logger.ts';
import type { Store, Write } from '../shared/ports/store.ts';
import { incomingLogEntry } from './incoming-log-entry.ts';
import type { ReceivedWebhook } from './received-webhook.ts';

export interface DeliveryLogWriterDeps extends InTimeDeps {
  store: Store;
  clock: Clock;
  ids: Ids;
  log: Logger;
}

interface Names {
  event: string | null;
  eventId: string | null;
  clientId: string | null;
}

/** How long an answer waits for its entry to be written, where nothing else is. */
export const PATIENCE_MS = 1000;

/** Of what anybody can send as often as they like, an instance writes down so many for one ATS at once, and then so many a second. */
export const SAMPLE = { burst: 5, perSecond: 0.1 } as const;

const NO_NAMES: Names = { event: null, eventId: null, clientId: null };

/** Writes down what came in. None of it can fail a webhook, or keep it waiting for long. */
export function createDeliveryLogWriter(deps: DeliveryLogWriterDeps) {
  const { store, clock, ids, log } = deps;
  const samples = new Map<string, TokenBucket>();

  function isSampled({ ats: { atsId } }: ReceivedWebhook): boolean {
    const now = clock.now();
    const bucket = samples.get(atsId) ?? createTokenBucket(SAMPLE.burst, now);
    samples.set(atsId, bucket);
    return bucket.take(now, SAMPLE.perSecond);
  }

  function writeOf(
    { request, bytes, ats: { atsId }, at, startedAt }: ReceivedWebhook,
    answer: Pick<Answer, 'status' | 'body'>,
    {
      names,
      referenceId = null,
      withBody = true,
    }: { names: Names; referenceId?: string | null; withBody?: boolean },
  ): Write {
    const entryId = ids.uniqueId();
    const durationMs = Math.round(performance.now() - startedAt);
    const body = withBody ? bytes : undefined;
    const known = { entryId, atsId, at, durationMs, request, body, referenceId, answer, ...names };
    return { type: 'create', path: paths.logEntry(entryId), data: incomingLogEntry(known) };
  }

  async function commit(write: Write): Promise<void> {
    try {
      await inTime(deps, PATIENCE_MS, store.commit([write]));
    } catch (error) {
      log.warn('delivery_log.not_written', { error: error as Error });
    }
  }

  return {
    /** The write of a webhook that is accepted, which goes along with accepting it. */
    accepted(received: ReceivedWebhook, names: Names, referenceId: string): Write {
      return writeOf(received, accepted(referenceId), { names, referenceId });
    },

    /** One that came before. */
    async repeated(received: ReceivedWebhook, names: Names, referenceId: string): Promise<void> {
      await commit(writeOf(received, accepted(referenceId), { names, referenceId }));
    },

    /** One that was refused, by whoever has signed it; of those above the rate a sample. */
    async refused(received: ReceivedWebhook, error: GatewayError): Promise<void> {
      if (error.code === 'rate_limited' && !isSampled(received)) return;
      await commit(writeOf(received, answerOf(error), { names: namesIn(received.bytes) }));
    },

    /**
     * One that nobody has proven to be of this ATS, as its signature was wrong or its body not taken: a sample, and nothing of what it
     * says. Not waited for, as the time must not tell that there is such an ATS.
     */
    unproven(received: ReceivedWebhook, error: GatewayError): void {
      if (!isSampled(received)) return;
      void commit(writeOf(received, answerOf(error), { names: NO_NAMES, withBody: false }));
    },
  };
}

export type DeliveryLogWriter = ReturnType<typeof createDeliveryLogWriter>;

function accepted(referenceId: string) {
  return { status: 202, body: { reference_id: referenceId } };
}

function answerOf({ status, detail }: GatewayError) {
  return { status, body: { detail: detail as JsonValue } };
}

/** What a body that was refused calls itself, as far as it can be read. */
function namesIn(bytes: Uint8Array): Names {
  const parsed = parseJson(bytes);
  if (!parsed.ok || !isJsonObject(parsed.value)) return NO_NAMES;
  const { event, event_id, client_id } = parsed.value;
  return { event: name(event), eventId: name(event_id), clientId: name(client_id) };
}

/** Most characters of what a refused body calls itself. */
export const MAX_NAME_LENGTH = 256;

function name(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value.slice(0, MAX_NAME_LENGTH).toWellFormed() : null;
}

import type { IncomingMessage } from 'node:http';
import { isAtsId } from '../shared/core/api-key.ts';
import type { Ats } from '../shared/core/ats.ts';
import { GatewayError } from '../shared/core/errors.ts';
import { contentHash } from '../shared/core/json/canonical-json.ts';
import { EVENT_ID_MEMORY_MS } from '../shared/core/limits.ts';
import { paths } from '../shared/core/paths.ts';
import { eventIdReceipt, type Receipt } from '../shared/core/receipt.ts';
import type { StoredRecord } from '../shared/core/stored-record.ts';
import { type AcceptDeps, type AcceptState, acceptEvent, type Change } from '../shared/flows/accept-event.ts';
import { ANSWER_DEADLINE_MS, inTime } from '../shared/flows/in-time.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import type { SecretBox } from '../shared/flows/secret-box.ts';
import { createHttpHandler, type HttpHandler } from '../shared/http/http-handler.ts';
import { parseJsonBody } from '../shared/http/parse-json-body.ts';
import { createRateLimiter, type RateLimiter, type RateLimiterDeps } from '../shared/http/rate-limiter.ts';
import { readBody } from '../shared/http/read-body.ts';
import type { Answer } from '../shared/http/respond.ts';
import { matchRoute, pathParameter, type Route, type RouteMatch } from '../shared/http/route.ts';
import { withHeaders } from '../shared/http/with-headers.ts';
import { createSignatureCheck, type SignatureCheck } from './check-signature.ts';
import { readWebhook } from './read-webhook.ts';

export interface WebhooksDeps extends AcceptDeps, RateLimiterDeps {
  secrets: SecretBox;
}

const ROUTES: readonly Route<'receive'>[] = [{ path: '/v1/webhooks/{ats_id}', methods: { POST: 'receive' } }];

/**
 * Incoming webhooks (spec section 3). Errors in the order of the spec: 404 (route), 405, 413, 401, 403, 429, 415, 400, 422, 409.
 * The body is not parsed before its signature has been verified over the raw bytes.
 */
export function createWebhooks(deps: WebhooksDeps): HttpHandler {
  const checkSignature = createSignatureCheck(deps);
  const limit = createRateLimiter(deps);
  return createHttpHandler(deps, async (request) => {
    const match = matchRoute(ROUTES, request);
    const bytes = await readBody(request);
    const answer = answerWebhook({ ...deps, checkSignature, limit }, request, match, bytes);
    return inTime(deps, ANSWER_DEADLINE_MS, answer);
  });
}

async function answerWebhook(
  deps: WebhooksDeps & { checkSignature: SignatureCheck; limit: RateLimiter },
  request: IncomingMessage,
  match: RouteMatch<unknown>,
  bytes: Buffer,
): Promise<Answer> {
  const known = await readAts(deps, atsIdOf(match));
  const ats = await deps.checkSignature(request, bytes, known);
  deps.log.annotate({ ats_id: ats.atsId });
  if (!ats.enabled) throw new GatewayError('ats_disabled');
  return withHeaders(deps.limit(ats.atsId), answerKnown(deps, request, ats, bytes));
}

/** Answers an ATS that has signed what it sends. */
async function answerKnown(
  deps: WebhooksDeps,
  request: IncomingMessage,
  ats: Ats,
  bytes: Buffer,
): Promise<Answer> {
  const body = parseJsonBody(request, bytes);
  const webhook = readWebhook(ats.atsId, body, bytes.length);
  const receiptPath = paths.receipt(ats.atsId, eventIdReceipt(webhook.eventId));
  const referenceId = await acceptEvent(deps, {
    ats,
    source: 'webhook',
    type: webhook.type,
    clientId: webhook.clientId,
    userId: webhook.userId,
    recordId: webhook.recordId,
    change: webhook.change,
    receipt: {
      path: receiptPath,
      contentHash: contentHash(body.value),
      memoryMs: EVENT_ID_MEMORY_MS,
      reused: 'event_id_reused',
    },
    read: await readState(deps, webhook.change, receiptPath),
  });
  return { status: 202, body: { reference_id: referenceId } };
}

/** Undefined for what cannot be an ATS: it is answered like an ATS that does not exist. */
function atsIdOf(match: Parameters<typeof pathParameter>[0]): string | undefined {
  try {
    const atsId = pathParameter(match, 'ats_id');
    return isAtsId(atsId) ? atsId : undefined;
  } catch {
    return undefined;
  }
}

async function readAts({ store }: WebhooksDeps, atsId: string | undefined): Promise<Ats | undefined> {
  if (atsId === undefined) return undefined;
  const [ats] = await orUnavailable(store.getAll<[Ats]>(paths.ats(atsId)));
  return ats?.data;
}

/** Only a merge needs to see what is there; otherwise the commit itself finds out whether the event came before. */
async function readState(
  { store }: WebhooksDeps,
  { merges, path }: Change,
  receiptPath: string,
): Promise<AcceptState> {
  if (!merges || path === undefined) return { receipt: undefined, record: undefined };
  const [receipt, record] = await orUnavailable(store.getAll<[Receipt, StoredRecord]>(receiptPath, path));
  return { receipt, record };
}

import type { IncomingMessage } from 'node:http';
import { isAtsId } from '../shared/core/api-key.ts';
import type { Ats } from '../shared/core/ats.ts';
import { GatewayError } from '../shared/core/errors.ts';
import { paths } from '../shared/core/paths.ts';
import type { AcceptDeps } from '../shared/flows/accept-event.ts';
import { ANSWER_DEADLINE_MS, inTime } from '../shared/flows/in-time.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import type { SecretBox } from '../shared/flows/secret-box.ts';
import { createHttpHandler, type HttpHandler } from '../shared/http/http-handler.ts';
import { createRateLimiter, type RateLimiter, type RateLimiterDeps } from '../shared/http/rate-limiter.ts';
import { readBody } from '../shared/http/read-body.ts';
import type { Answer } from '../shared/http/respond.ts';
import { matchRoute, pathParameter, type Route, type RouteMatch } from '../shared/http/route.ts';
import { withHeaders } from '../shared/http/with-headers.ts';
import { acceptWebhook } from './accept-webhook.ts';
import { createSignatureCheck, type SignatureCheck } from './check-signature.ts';
import { createDeliveryLogWriter, type DeliveryLogWriter } from './delivery-log-writer.ts';
import type { ReceivedWebhook } from './received-webhook.ts';

export interface WebhooksDeps extends AcceptDeps, RateLimiterDeps {
  secrets: SecretBox;
}

interface Parts {
  checkSignature: SignatureCheck;
  limit: RateLimiter;
  deliveryLog: DeliveryLogWriter;
}

export const WEBHOOK_ROUTES: readonly Route<'receive'>[] = [
  { path: '/v1/webhooks/{ats_id}', methods: { POST: 'receive' } },
];

/**
 * Incoming webhooks (spec section 3). Errors in the order of the spec: 404 (route), 405, 413, 401, 403, 429, 415, 400, 422, 409.
 * The body is not parsed before its signature has been verified over the raw bytes.
 */
export function createWebhooks(deps: WebhooksDeps): HttpHandler {
  const parts = {
    checkSignature: createSignatureCheck(deps),
    limit: createRateLimiter(deps),
    deliveryLog: createDeliveryLogWriter(deps),
  };
  return createHttpHandler(deps, async (request) => {
    const match = matchRoute(WEBHOOK_ROUTES, request);
    const bytes = await readBody(request).catch((error: unknown) => {
      if (error instanceof GatewayError) void logUnread({ ...deps, ...parts }, request, match, error);
      throw error;
    });
    return inTime(deps, ANSWER_DEADLINE_MS, answerWebhook({ ...deps, ...parts }, request, match, bytes));
  });
}

/** Writes down that a body was not taken, where there is such an ATS: the time of the answer does not tell it, which is not waited for. */
async function logUnread(
  deps: WebhooksDeps & Parts,
  request: IncomingMessage,
  match: RouteMatch<unknown>,
  error: GatewayError,
): Promise<void> {
  const arrived = {
    request,
    bytes: Buffer.alloc(0),
    at: deps.clock.now(),
    startedAt: performance.now(),
  };
  const ats = await readAts(deps, atsIdOf(match)).catch(() => undefined);
  if (ats) deps.deliveryLog.unproven({ ...arrived, ats }, error);
}

async function answerWebhook(
  deps: WebhooksDeps & Parts,
  request: IncomingMessage,
  match: RouteMatch<unknown>,
  bytes: Buffer,
): Promise<Answer> {
  const arrived = { request, bytes, at: deps.clock.now(), startedAt: performance.now() };
  const known = await readAts(deps, atsIdOf(match));
  const verdict = await deps.checkSignature(request, bytes, known);
  if (known === undefined || verdict !== 'valid') {
    const error = new GatewayError('invalid_signature');
    if (known) deps.deliveryLog.unproven({ ...arrived, ats: known }, error);
    throw error;
  }
  deps.log.annotate({ ats_id: known.atsId });
  const received = { ...arrived, ats: known };
  try {
    return await answerKnown(deps, received);
  } catch (error) {
    // What failed on our side comes again.
    const isRefused = error instanceof GatewayError && error.status < 500;
    if (isRefused) await deps.deliveryLog.refused(received, error);
    throw error;
  }
}

/** Answers an ATS that has signed what it sends. */
async function answerKnown(deps: WebhooksDeps & Parts, received: ReceivedWebhook): Promise<Answer> {
  const { ats } = received;
  if (!ats.enabled) throw new GatewayError('ats_disabled');
  return withHeaders(deps.limit(ats.atsId), acceptWebhook(deps, received));
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

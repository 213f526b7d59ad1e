import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAtsId } from '../../../functions/shared/core/api-key.ts';
import type { Ats } from '../../../functions/shared/core/ats.ts';
import { GatewayError } from '../../../functions/shared/core/errors.ts';
import { isJsonObject, type JsonObject } from '../../../functions/shared/core/json/json-value.ts';
import { MAX_ENVELOPE_DEPTH, parseJson } from '../../../functions/shared/core/json/parse-json.ts';
import { MAX_STORED_BYTES } from '../../../functions/shared/core/limits.ts';
import { paths } from '../../../functions/shared/core/paths.ts';
import { SIGNATURE_HEADER } from '../../../functions/shared/core/signature/signature-header.ts';
import { verifyWebhook } from '../../../functions/shared/core/signature/verify-webhook.ts';
import { createHttpHandler, type HttpHandler } from '../../../functions/shared/http/http-handler.ts';
import { readBody } from '../../../functions/shared/http/read-body.ts';
import type { Answer } from '../../../functions/shared/http/respond.ts';
import { matchRoute, type Route, type RouteMatch } from '../../../functions/shared/http/route.ts';
import type { LocalMail } from '../../../functions/shared/runtime/local-runtime.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { INBOX_PAGE } from './inbox-page.ts';
import type { InboxMessage, InboxStore } from './inbox-store.ts';
import { plannedAnswer } from './planned-answer.ts';

type Target = 'page' | 'list' | 'receive';

const ROUTES: readonly Route<Target>[] = [
  { path: '/inbox', methods: { GET: 'page', POST: 'receive' } },
  { path: '/inbox.json', methods: { GET: 'list' } },
  { path: '/inbox/{ats_id}', methods: { POST: 'receive' } },
];

const MAX_LISTED = 1000;

export interface InboxContents {
  store: InboxStore;
  /** What would have been sent by mail, the newest last. */
  mails: readonly LocalMail[];
  /** Whose webhooks come to `/inbox` itself. */
  demoAtsId: string;
}

/** A webhook receiver that verifies and shows what it gets, newest first, and the mails besides: as a page, and as JSON. */
export function createInbox(runtime: Runtime, { store, mails, demoAtsId }: InboxContents): HttpHandler {
  return async (request, response) => {
    const answer = (handle: () => Promise<Answer>) => createHttpHandler(runtime, handle)(request, response);
    let match: RouteMatch<Target>;
    try {
      match = matchRoute(ROUTES, request);
    } catch (error) {
      return answer(() => Promise.reject(error));
    }
    switch (match.target) {
      case 'page':
        return showPage(response);
      case 'list':
        return answer(async () => list(store, mails, match));
      case 'receive':
        return answer(() => receive(runtime, store, request, match, demoAtsId));
      default:
        match.target satisfies never;
    }
  };
}

async function receive(
  runtime: Runtime,
  store: InboxStore,
  request: IncomingMessage,
  match: RouteMatch<Target>,
  demoAtsId: string,
): Promise<Answer> {
  const body = await readBody(request, { maxBytes: MAX_STORED_BYTES + 65_536 });
  const atsId = match.parameters.ats_id ?? demoAtsId;
  const verdict = await verify(runtime, request, body, atsId);
  const parsed = parseJson(body, MAX_ENVELOPE_DEPTH);
  const json = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
  const eventId = typeof json.event_id === 'string' ? json.event_id : '';
  const { status, delayMs } = plannedAnswer(match.query, store.count(eventId));
  const headers = { ...request.headers };
  const text = body.toString('utf8');
  const receivedAt = runtime.clock.now();
  store.add({ receivedAt, atsId, verdict, eventId, answeredStatus: status, headers, body: text });
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  return { status, body: { received: true, verified: verdict === 'valid' } };
}

async function verify(runtime: Runtime, request: IncomingMessage, body: Buffer, atsId: string) {
  const [ats] = isAtsId(atsId) ? await runtime.store.getAll<[Ats]>(paths.ats(atsId)) : [];
  if (ats === undefined) throw new GatewayError('not_found', { detail: 'There is no such ATS' });
  const secret = await runtime.secrets.open(ats.data.outgoingSecret, { atsId, purpose: 'outgoing' });
  const header = String(request.headers[SIGNATURE_HEADER] ?? '');
  const nowSeconds = Math.floor(runtime.clock.now() / 1000);
  return verifyWebhook({ header, secrets: [secret], body, nowSeconds });
}

function list(store: InboxStore, mails: readonly LocalMail[], { query }: RouteMatch<Target>): Answer {
  const asked = Number(query.get('limit') ?? MAX_LISTED);
  const limit = Number.isInteger(asked) && asked > 0 ? Math.min(asked, MAX_LISTED) : MAX_LISTED;
  const { messages, truncated } = store.list(limit);
  const shownMails = mails.toReversed().map(mailToJson);
  return { status: 200, body: { data: messages.map(toJson), truncated, mails: shownMails } };
}

function mailToJson({ sentAt, email, link }: LocalMail): JsonObject {
  return { sent_at: new Date(sentAt).toISOString(), email, link };
}

function toJson(message: InboxMessage): JsonObject {
  const parsed = parseJson(Buffer.from(message.body), MAX_ENVELOPE_DEPTH);
  const body = parsed.ok ? parsed.value : null;
  const { headers } = message;
  return {
    received_at: new Date(message.receivedAt).toISOString(),
    ats_id: message.atsId,
    verified: message.verdict === 'valid',
    signature_verdict: message.verdict,
    event: isJsonObject(body) ? (body.event ?? null) : null,
    event_id: isJsonObject(body) ? (body.event_id ?? null) : null,
    reference_id: isJsonObject(body) ? (body.reference_id ?? null) : null,
    answered_status: message.answeredStatus,
    headers: JSON.parse(JSON.stringify(headers)) as JsonObject,
    body,
    raw_body: message.body,
  };
}

function showPage(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
    'cache-control': 'no-store',
  });
  response.end(INBOX_PAGE);
}

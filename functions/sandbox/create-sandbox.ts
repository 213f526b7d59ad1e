import type { IncomingMessage } from 'node:http';
import { Type } from 'typebox';
import { OUTGOING_EVENTS } from '../shared/core/outgoing-events.ts';
import { describePreview, describeSandboxResult } from '../shared/flows/describe-sandbox.ts';
import { ANSWER_DEADLINE_MS, type InTimeDeps, inTime } from '../shared/flows/in-time.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import {
  previewSandbox,
  type SandboxDeps,
  type SandboxRequest,
  sendSandbox,
} from '../shared/flows/sandbox.ts';
import { createHttpHandler, type HttpHandler, type HttpHandlerDeps } from '../shared/http/http-handler.ts';
import { parseJsonBody } from '../shared/http/parse-json-body.ts';
import { readBody } from '../shared/http/read-body.ts';
import type { Answer } from '../shared/http/respond.ts';
import { matchRoute, type Route } from '../shared/http/route.ts';
import { compileValidator } from '../shared/http/validate.ts';

export interface SandboxHandlerDeps extends SandboxDeps, HttpHandlerDeps, InTimeDeps {
  /** The ATS that whoever asks administers. Rejects with what they are to be told. */
  whoIsAsking(request: IncomingMessage): Promise<string>;
}

type Answers = (deps: SandboxHandlerDeps, atsId: string, body: () => unknown) => Promise<Answer>;

const checkPreview = compileValidator(Type.Object({ event: Type.String() }), 'body');
const checkSend = compileValidator(
  Type.Object({ event: Type.Optional(Type.String()), preview_id: Type.Optional(Type.String()) }),
  'body',
);

/** Every type of webhook, with a line on when it is sent. */
const listEvents: Answers = async () => ({
  status: 200,
  body: { data: OUTGOING_EVENTS.map(({ event, about }) => ({ event, about })) },
});

const preview: Answers = async (deps, atsId, body) => {
  const asked = body();
  checkPreview(asked);
  const { event } = asked as { event: string };
  return { status: 200, body: describePreview(await previewSandbox(deps, atsId, event)) };
};

const send: Answers = async (deps, atsId, body) => {
  const asked = body();
  checkSend(asked);
  const { preview_id: previewId, event } = asked as { preview_id?: string; event?: string };
  // Without either, what is missing is the event.
  if (previewId === undefined) checkPreview(asked);
  const request: SandboxRequest = previewId === undefined ? { event: event ?? '' } : { previewId, event };
  return { status: 200, body: describeSandboxResult(await sendSandbox(deps, atsId, request)) };
};

export const SANDBOX_ROUTES: readonly Route<Answers>[] = [
  { path: '/portal/api/sandbox/events', methods: { GET: listEvents } },
  { path: '/portal/api/sandbox/previews', methods: { POST: preview } },
  { path: '/portal/api/sandbox/sends', methods: { POST: send } },
];

/**
 * Test webhooks for those who administer an ATS: preview and synchronous send (spec section 5). It is deployed with the sign-in that tells
 * who asks, and has no entry point before; `npm run ats -- sandbox` does the same.
 */
export function createSandbox(deps: SandboxHandlerDeps): HttpHandler {
  return createHttpHandler(deps, async (request) => {
    const { target } = matchRoute(SANDBOX_ROUTES, request);
    const bytes = await readBody(request);
    return inTime(deps, ANSWER_DEADLINE_MS, answer(deps, request, target, bytes));
  });
}

async function answer(
  deps: SandboxHandlerDeps,
  request: IncomingMessage,
  target: Answers,
  bytes: Buffer,
): Promise<Answer> {
  const atsId = await orUnavailable(deps.whoIsAsking(request));
  deps.log.annotate({ ats_id: atsId });
  return orUnavailable(target(deps, atsId, () => parseJsonBody(request, bytes).plain));
}

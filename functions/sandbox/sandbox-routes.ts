import { OUTGOING_EVENTS } from '../shared/core/outgoing-events.ts';
import { validationError } from '../shared/core/validation-error.ts';
import { describePreview, describeSandboxResult } from '../shared/flows/describe-sandbox.ts';
import { previewSandbox, type SandboxDeps, sendSandbox } from '../shared/flows/sandbox.ts';
import type { Route } from '../shared/http/route.ts';
import type { PortalHandlerDeps } from '../shared/portal/create-portal-handler.ts';
import { type PortalOperation, portalOperation } from '../shared/portal/portal-operation.ts';
import {
  eventTypesAnswer,
  previewAnswer,
  previewRequest,
  sendRequest,
  sentAnswer,
} from '../shared/portal/schemas/sandbox.ts';

export interface SandboxHandlerDeps extends PortalHandlerDeps, SandboxDeps {}

const operation = portalOperation<SandboxHandlerDeps>();
const who = 'administrator';

const listEvents = operation({
  operationId: 'listEventTypes',
  who,
  summary: 'Every type of webhook, with a line on when it is sent',
  answer: eventTypesAnswer,
  handle: () => ({ body: { data: OUTGOING_EVENTS.map(({ event, about }) => ({ event, about })) } }),
});

const preview = operation({
  operationId: 'previewTestWebhook',
  who,
  summary: 'What a test webhook would be; nothing is sent',
  body: previewRequest,
  answer: previewAnswer,
  errors: ['not_found'],
  handle: async (deps, { atsId, body }) => ({
    body: describePreview(await previewSandbox(deps, atsId, body.event)),
  }),
});

const send = operation({
  operationId: 'sendTestWebhook',
  who,
  summary: 'Send a test webhook, once: the one that was previewed, or a new one',
  body: sendRequest,
  rate: { perSecond: 1, burst: 20 },
  answer: sentAnswer,
  errors: ['not_found', 'ats_disabled'],
  async handle(deps, { atsId, body }) {
    const { preview_id: previewId, event } = body;
    if (previewId === undefined && event === undefined) {
      throw validationError({ loc: ['body', 'event'], msg: 'Field required', type: 'missing' });
    }
    const asked = previewId === undefined ? { event: event ?? '' } : { previewId, event };
    return { body: describeSandboxResult(await sendSandbox(deps, atsId, asked)) };
  },
});

export const SANDBOX_ROUTES: readonly Route<PortalOperation<SandboxHandlerDeps>>[] = [
  { path: '/portal/api/sandbox/events', methods: { GET: listEvents } },
  { path: '/portal/api/sandbox/previews', methods: { POST: preview } },
  { path: '/portal/api/sandbox/sends', methods: { POST: send } },
];

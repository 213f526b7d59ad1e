import type { Ats } from '../core/ats.ts';
import type { Delivery } from '../core/delivery/delivery.ts';
import { GatewayError } from '../core/errors.ts';
import { SANDBOX_TIMEOUT_MS } from '../core/limits.ts';
import { OUTGOING_EVENTS, type OutgoingEvent } from '../core/outgoing-events.ts';
import { openPreviewId, PREVIEW_MEMORY_MS, sealPreviewId } from '../core/sandbox/preview-id.ts';
import { type SandboxChoice, sandboxWebhook } from '../core/sandbox/sandbox-webhook.ts';
import { validationError } from '../core/validation-error.ts';
import type { Ids } from '../ports/ids.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Logger } from '../ports/logger.ts';
import type { Store } from '../ports/store.ts';
import { getAts } from './get-ats.ts';
import { recordSandboxSend } from './record-sandbox-send.ts';
import { type SendWebhookDeps, type SentWebhook, sendWebhook } from './send-webhook.ts';

export interface SandboxDeps extends SendWebhookDeps {
  store: Store;
  vault: KeyVault;
  ids: Ids;
  log: Logger;
}

/** Exactly what would be sent. */
export interface SandboxPreview {
  previewId: string;
  /** Epoch ms: until then it can be sent. */
  expiresAt: number;
  webhook: Delivery;
}

export interface SandboxResult {
  webhook: Delivery;
  sent: SentWebhook;
  /** What was read of the answer's body, as text; null where there was no answer. */
  responseBody: string | null;
  responseBodyCut: boolean;
}

/** What is to be sent: what was previewed, which is of `event` if that is given, or something new. */
export type SandboxRequest = { previewId: string; event?: string | undefined } | { event: string };

/** Shows what a test webhook of an ATS would be, and sends nothing. Throws `not_found` or `validation_failed`. */
export async function previewSandbox(
  deps: SandboxDeps,
  atsId: string,
  event: string,
): Promise<SandboxPreview> {
  await getAts(deps, atsId);
  const choice = choose(deps, atsId, event);
  const key = await deps.vault.derive('sandbox');
  return {
    previewId: sealPreviewId(choice, key),
    expiresAt: choice.at + PREVIEW_MEMORY_MS,
    webhook: sandboxWebhook(choice, eventOf(choice)),
  };
}

/**
 * Sends one test webhook, at once and once (spec section 5), whatever comes of it a result. It is logged as a test, and its reference
 * id tells its story; where that cannot be written down, it was sent all the same. Throws `not_found`, `ats_disabled` or
 * `validation_failed`.
 */
export async function sendSandbox(
  deps: SandboxDeps,
  atsId: string,
  request: SandboxRequest,
): Promise<SandboxResult> {
  const { clock, log } = deps;
  const ats = await getAts(deps, atsId);
  if (!ats.enabled) throw new GatewayError('ats_disabled');
  const choice =
    'previewId' in request ? await openChoice(deps, ats, request) : choose(deps, atsId, request.event);
  const event = eventOf(choice);
  const webhook = sandboxWebhook(choice, event);
  log.annotate({ ats_id: atsId, reference_id: webhook.referenceId });
  const at = clock.now();
  const sent = await sendWebhook(deps, webhook, ats, { timeoutMs: SANDBOX_TIMEOUT_MS, test: true });
  log.info('sandbox.sent', { event: event.event, outcome: sent.outcome, statusCode: sent.statusCode });
  const entry = await recordSandboxSend(deps, { webhook, event, sent, at });
  return { webhook, sent, responseBody: entry.responseBody, responseBodyCut: entry.responseBodyCut };
}

function choose({ ids, clock }: SandboxDeps, atsId: string, event: string): SandboxChoice {
  const choice = { atsId, event, referenceId: ids.referenceId(), at: clock.now() };
  eventOf(choice);
  return choice;
}

async function openChoice(
  { vault, clock }: SandboxDeps,
  { atsId }: Ats,
  { previewId, event }: { previewId: string; event?: string | undefined },
): Promise<SandboxChoice> {
  const choice = openPreviewId(previewId, atsId, await vault.derive('sandbox'), clock.now());
  const refuse = (msg: string) => validationError({ loc: ['body', 'preview_id'], msg, type: 'preview_id' });
  if (choice === undefined) throw refuse('Not a preview of this ATS, or too old by now: preview it again');
  if (event !== undefined && event !== choice.event) throw refuse(`It is a preview of ${choice.event}`);
  return choice;
}

function eventOf({ event }: SandboxChoice): OutgoingEvent {
  const known = OUTGOING_EVENTS.find((one) => one.event === event);
  if (known) return known;
  const msg = `Unknown event. Known are: ${OUTGOING_EVENTS.map((one) => one.event).join(', ')}`;
  throw validationError({ loc: ['body', 'event'], msg, type: 'unknown_event' });
}

import { SLOW_ATTEMPT_MS } from '../../functions/shared/core/limits.ts';
import { SIGNATURE_HEADER } from '../../functions/shared/core/signature/signature-header.ts';
import { verifyWebhook } from '../../functions/shared/core/signature/verify-webhook.ts';
import type {
  HttpSender,
  SendFailure,
  SendRequest,
  SendResult,
} from '../../functions/shared/ports/http-sender.ts';
import type { Failure } from './outage.ts';
import type { SimTime } from './sim-time.ts';

/** One request that CarvOS sent to something outside. Times are epoch ms. */
interface Sent {
  at: number;
  referenceId: string;
  /** Whether a 2xx came back. */
  answered: boolean;
}

export type AiCall = Sent;

export interface WebhookAttempt extends Sent {
  atsId: string;
  event: string;
  eventId: string;
  status: string;
  /** The code of an error. */
  code: string | null;
  verified: boolean;
}

export interface OutsideDeps {
  time: SimTime;
  random: () => number;
  /** How the AI service or the endpoint of an ATS fails now. */
  failureOf: (name: string) => Failure | undefined;
  outgoingSecretOf: (atsId: string) => string;
  /** Records of which the AI service promises a result, and never sends one. */
  isForgotten: (recordId: string) => boolean;
}

export const AI_URL = 'https://ai.example';

export function hookUrl(atsId: string): string {
  return `https://${atsId}.example/hook`;
}

const UNAVAILABLE_MS = 100;
const FASTEST_AI_MS = 200;
const SLOWEST_AI_MS = 800;
const FASTEST_ATS_MS = 50;
const SLOWEST_ATS_MS = 250;
const SLUGGISH_MS = SLOW_ATTEMPT_MS - 100;

/** What is outside of CarvOS, in process: the AI service and the endpoints of the ATSs, and notes of all that came in. */
export function createOutside({ time, random, failureOf, outgoingSecretOf, isForgotten }: OutsideDeps) {
  const aiCalls: AiCall[] = [];
  const webhooks: WebhookAttempt[] = [];

  async function process({ body, timeoutMs }: SendRequest): Promise<SendResult> {
    const request = JSON.parse(body.toString('utf8'));
    const atsId: string = request.ats_id;
    const failure = failureOf('ai') ?? failureOf(`ai:${atsId}`);
    const { reference_id: referenceId } = request;
    aiCalls.push({ at: time.now(), referenceId, answered: failure === undefined });
    if (failure) return fail(failure, timeoutMs);
    const durationMs = await between(FASTEST_AI_MS, SLOWEST_AI_MS);
    if (isForgotten(request.data.candidate_id)) return response(202, durationMs);
    return response(200, durationMs, { status: 'success', data: { score: 1 } });
  }

  async function receive({ body, headers, timeoutMs }: SendRequest, atsId: string): Promise<SendResult> {
    const webhook = JSON.parse(body.toString('utf8'));
    const failure = failureNow(failureOf(atsId));
    const verdict = verifyWebhook({
      header: String(headers[SIGNATURE_HEADER]),
      secrets: [outgoingSecretOf(atsId)],
      body,
      nowSeconds: Math.floor(time.now() / 1000),
    });
    webhooks.push({
      at: time.now(),
      referenceId: webhook.reference_id,
      answered: failure === undefined || failure === 'sluggish',
      atsId,
      event: webhook.event,
      eventId: webhook.event_id,
      status: webhook.status,
      code: webhook.error?.code ?? null,
      verified: verdict === 'valid',
    });
    if (failure === 'sluggish') return response(200, await between(SLUGGISH_MS, SLUGGISH_MS));
    if (failure) return fail(failure, timeoutMs);
    return response(200, await between(FASTEST_ATS_MS, SLOWEST_ATS_MS));
  }

  /** What becomes of this one webhook. */
  function failureNow(failure: Failure | undefined): Failure | undefined {
    if (failure !== 'flaky') return failure;
    return random() < 0.5 ? 'timeout' : undefined;
  }

  async function fail(failure: Failure, timeoutMs: number): Promise<SendResult> {
    if (failure === 'refused') return noAnswer('connection_refused', 0);
    if (failure === 'unavailable') {
      await time.wait(UNAVAILABLE_MS);
      return response(503, UNAVAILABLE_MS);
    }
    await time.wait(timeoutMs);
    return noAnswer('timeout', timeoutMs);
  }

  async function between(fastest: number, slowest: number): Promise<number> {
    const durationMs = Math.floor(fastest + random() * (slowest - fastest));
    await time.wait(durationMs);
    return durationMs;
  }

  const sender: HttpSender = {
    send(request) {
      if (request.url.startsWith(AI_URL)) return process(request);
      return receive(request, new URL(request.url).hostname.replace('.example', ''));
    },
  };
  return { sender, aiCalls, webhooks };
}

function response(statusCode: number, durationMs: number, json: object = {}): SendResult {
  const body = Buffer.from(JSON.stringify(json));
  return { kind: 'response', statusCode, headers: {}, body, bodyTruncated: false, durationMs };
}

function noAnswer(failure: SendFailure, durationMs: number): SendResult {
  return { kind: 'error', failure, reason: `It failed: ${failure}`, durationMs };
}

import { verifyWebhook } from '../../../functions/shared/core/signature/verify-webhook.ts';
import type { Clock } from '../../../functions/shared/ports/clock.ts';
import type { HttpSender, SendRequest, SendResult } from '../../../functions/shared/ports/http-sender.ts';
import { isAiCall } from './remote-call.ts';

/** One webhook as it reached the ATS. */
export interface SentWebhook {
  /** Epoch ms. */
  at: number;
  eventId: string;
  event: string;
  body: string;
  verified: boolean;
  status: number;
}

export interface AiCall {
  referenceId: string;
  data: object;
}

/** What the AI service says to a call; `earlier` is how often it was called for the same event before. */
export type AiRule = (call: AiCall, earlier: number) => Promise<{ status: number; body?: object }>;

/** The status the ATS answers a webhook with; `earlier` is how often the same one came before. */
export type AtsRule = (webhook: SentWebhook, earlier: number) => number;

const RESULT: AiRule = async ({ data }) => ({ status: 200, body: { status: 'success', data } });
const TAKEN: AtsRule = () => 200;

/** The ATS and the AI service, in place of the network. */
export class Outside implements HttpSender {
  webhooks: SentWebhook[] = [];
  aiCalls: AiCall[] = [];
  ai: AiRule = RESULT;
  ats: AtsRule = TAKEN;
  /** How long the ATS is said to have taken for it; nobody waits. */
  atsTakesMs = 0;
  readonly #clock: Clock;
  readonly #secret: () => string;

  constructor({ clock, secret }: { clock: Clock; secret: () => string }) {
    this.#clock = clock;
    this.#secret = secret;
  }

  /** Forgets what came before, and answers as it does by itself. */
  begin(): void {
    this.webhooks = [];
    this.aiCalls = [];
    this.ai = RESULT;
    this.ats = TAKEN;
    this.atsTakesMs = 0;
  }

  async send(request: SendRequest): Promise<SendResult> {
    const { status, body = {} } = await (isAiCall(request) ? this.#answerAi(request) : this.#take(request));
    const bytes = Buffer.from(JSON.stringify(body));
    return {
      kind: 'response',
      statusCode: status,
      headers: {},
      body: bytes,
      bodyTruncated: false,
      durationMs: isAiCall(request) ? 0 : this.atsTakesMs,
    };
  }

  #answerAi({ body }: SendRequest): ReturnType<AiRule> {
    const { reference_id: referenceId, data } = JSON.parse(body.toString('utf8'));
    const earlier = this.aiCalls.filter((call) => call.referenceId === referenceId).length;
    const call = { referenceId, data };
    this.aiCalls.push(call);
    return this.ai(call, earlier);
  }

  async #take({ headers, body }: SendRequest): Promise<{ status: number; body?: object }> {
    const at = this.#clock.now();
    const text = body.toString('utf8');
    const { event_id: eventId, event } = JSON.parse(text);
    const header = headers['x-webhook-signature'] ?? '';
    const verdict = verifyWebhook({
      header,
      secrets: [this.#secret()],
      body,
      nowSeconds: Math.floor(at / 1000),
    });
    const webhook = { at, eventId, event, body: text, verified: verdict === 'valid', status: 0 };
    const earlier = this.webhooks.filter((sent) => sent.eventId === eventId).length;
    webhook.status = this.ats(webhook, earlier);
    this.webhooks.push(webhook);
    return { status: webhook.status };
  }
}

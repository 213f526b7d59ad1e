import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook } from '../../functions/shared/core/signature/verify-webhook.ts';
import { webhookProblem } from './check-answer.ts';
import { wireHeaders } from './wire-headers.ts';

export interface ReceivedWebhook {
  /** As they came over the wire, names in lower case. */
  headers: Record<string, string>;
  /** The raw bytes. */
  body: Buffer;
  json: {
    event: string;
    event_id: string;
    reference_id: string;
    client_id: string;
    status: string;
    error: { code: string; message: string } | null;
    data: Record<string, unknown>;
  };
  /** Whether the signature was right, by the clock of the test. */
  verified: boolean;
  /** The `t` of the signature, in seconds. */
  signedAt: number;
}

/** A status to answer, or what is done before one is; `never`: then the sender has to give up. */
export type ScriptedAnswer = number | 'never' | (() => Promise<number>);

/** A receiver of an ATS: it verifies each webhook, and answers as scripted, then 200. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  readonly #secret: () => string;
  readonly #now: () => number;
  /** What was not as the OpenAPI document says. */
  readonly #problems: string[] = [];
  readonly #script: ScriptedAnswer[] = [];
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => this.#receive(wireHeaders(request), Buffer.concat(chunks), response));
  });

  constructor({ secret, now }: { secret: () => string; now: () => number }) {
    this.#secret = secret;
    this.#now = now;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  /** Rejects where a webhook was not as the OpenAPI document says. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    if (this.#problems.length > 0) throw new Error(this.#problems.join('\n'));
  }

  /** How the next webhooks are answered, one after the other. */
  script(...answers: ScriptedAnswer[]): void {
    this.#script.push(...answers);
  }

  /** What came of one event type. */
  of(event: string): ReceivedWebhook[] {
    return this.received.filter(({ json }) => json.event === event);
  }

  #receive(headers: Record<string, string>, body: Buffer, response: ServerResponse): void {
    const header = String(headers['x-webhook-signature']);
    const nowSeconds = Math.floor(this.#now() / 1000);
    const verdict = verifyWebhook({ header, secrets: [this.#secret()], body, nowSeconds });
    const signedAt = Number(/^t=([0-9]+),/.exec(header)?.[1]);
    const json = JSON.parse(body.toString('utf8')) as ReceivedWebhook['json'];
    const problem = webhookProblem(json);
    if (problem !== undefined) this.#problems.push(problem);
    this.received.push({ headers, body, json, verified: verdict === 'valid', signedAt });
    void this.#answer(this.#script.shift() ?? 200, response);
  }

  async #answer(scripted: ScriptedAnswer, response: ServerResponse): Promise<void> {
    if (scripted === 'never') return;
    const answer = typeof scripted === 'number' ? scripted : await scripted();
    response.writeHead(answer, answer >= 300 && answer < 400 ? { location: '/elsewhere' } : {});
    response.end('noted');
  }
}

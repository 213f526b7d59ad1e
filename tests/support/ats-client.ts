import { signWebhook } from '../../functions/shared/core/signature/sign-webhook.ts';
import type { Demo } from '../../scripts/local/demo-file.ts';
import { checkAnswer } from './check-answer.ts';

export interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  clientId?: string;
}

export interface CallResult {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  json: any;
}

/** Where an ATS calls CarvOS, and what it proves itself with. */
export type AtsAccount = Pick<Demo, 'base_url' | 'ats_id' | 'api_key' | 'incoming_secret'>;

/** CarvOS as an ATS calls it; each answer is held against the OpenAPI document. */
export class AtsClient {
  readonly #account: AtsAccount;
  readonly #now: () => number;

  /** `now` gives the time of signatures, in epoch ms. */
  constructor(account: AtsAccount, now: () => number) {
    this.#account = account;
    this.#now = now;
  }

  /** A REST call; a body that is no string is sent as JSON. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<CallResult> {
    const { body, clientId = 'acme' } = options;
    const headers: Record<string, string> = {
      'x-api-key': this.#account.api_key,
      'x-ats-client-id': clientId,
      'x-ats-user-id': 'recruiter-1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    };
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
    const url = `${this.#account.base_url}${path}`;
    const response = await fetch(url, { method, headers, ...(text === undefined ? {} : { body: text }) });
    return result(method, response);
  }

  /** A signed webhook. */
  async webhook(
    body: object | string,
    options: { headers?: Record<string, string> } = {},
  ): Promise<CallResult> {
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const { base_url, incoming_secret, ats_id } = this.#account;
    const timestampSeconds = Math.floor(this.#now() / 1000);
    const headers = {
      'content-type': 'application/json',
      'x-webhook-signature': signWebhook({ secrets: [incoming_secret], timestampSeconds, body: bytes }),
      ...options.headers,
    };
    const url = `${base_url}/v1/webhooks/${ats_id}`;
    return result('POST', await fetch(url, { method: 'POST', headers, body: bytes }));
  }
}

async function result(method: string, response: Response): Promise<CallResult> {
  const text = await response.text();
  const { status, url, headers } = response;
  checkAnswer({ method, url, status, header: (name) => headers.get(name), text });
  const isJson = response.headers.get('content-type') === 'application/json';
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}

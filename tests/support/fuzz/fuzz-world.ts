import { signWebhook } from '../../../functions/shared/core/signature/sign-webhook.ts';
import { type RawAnswer, rawRequest } from '../raw-request.ts';
import { TestGateway } from '../test-gateway.ts';
import { type FuzzedRequest, KNOWN_REFERENCE_ID } from './arbitrary-request.ts';

/** CarvOS, and what was sent to it so far. */
export class FuzzWorld {
  readonly carvos: TestGateway;
  /** How often each status came. */
  readonly statuses = new Map<number, number>();
  readonly #referenceIds: string[] = [];
  readonly #token: string;

  private constructor(carvos: TestGateway, token: string) {
    this.carvos = carvos;
    this.#token = token;
  }

  static async start(): Promise<FuzzWorld> {
    const carvos = await TestGateway.start();
    return new FuzzWorld(carvos, await carvos.gateway.outside.token('ai', 'results'));
  }

  stop(): Promise<void> {
    return this.carvos.stop();
  }

  /** Sends a request; rejects where its answer is not as the OpenAPI documents say. */
  async send(request: FuzzedRequest): Promise<RawAnswer> {
    const { method, headers, body, chunked } = request;
    const referenceId = this.#referenceIds[request.known % Math.max(1, this.#referenceIds.length)];
    const path = request.path.replaceAll(KNOWN_REFERENCE_ID, referenceId ?? 'none-yet');
    const answer = await rawRequest(this.carvos.gateway.baseUrl, {
      method,
      path,
      headers: { ...headers, ...this.#proofOf(request) },
      body,
      chunked,
    });
    const { status, text } = answer;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status === 202) this.#referenceIds.push(JSON.parse(text).reference_id);
    return answer;
  }

  #proofOf({ proof, proofIs, body }: FuzzedRequest): Record<string, string | string[]> {
    if (proof === 'none' || proofIs === 'missing') return {};
    const [name, right] = this.#rightProof(proof, body);
    if (proofIs === 'twice') return { [name]: [right, right] };
    return { [name]: proofIs === 'right' ? right : `${right.slice(0, -1)}~` };
  }

  #rightProof(kind: 'key' | 'signature' | 'token', body: Buffer): [string, string] {
    const { clock, gateway } = this.carvos;
    const { api_key: key, incoming_secret: secret } = gateway.demo;
    if (kind === 'key') return ['x-api-key', key];
    if (kind === 'token') return ['authorization', `Bearer ${this.#token}`];
    const timestampSeconds = Math.floor(clock.now() / 1000);
    return ['x-webhook-signature', signWebhook({ secrets: [secret], timestampSeconds, body })];
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import type { LocalConfig } from '../../functions/shared/config.ts';
import { GatewayError } from '../../functions/shared/core/errors.ts';
import { encodeJson } from '../../functions/shared/core/json/encode-json.ts';
import { isJsonObject, type JsonObject } from '../../functions/shared/core/json/json-value.ts';
import { MAX_ENVELOPE_DEPTH } from '../../functions/shared/core/json/parse-json.ts';
import { MAX_STORED_BYTES } from '../../functions/shared/core/limits.ts';
import { validationError } from '../../functions/shared/core/validation-error.ts';
import { createHttpHandler, type HttpHandler } from '../../functions/shared/http/http-handler.ts';
import { parseJsonBody } from '../../functions/shared/http/parse-json-body.ts';
import { readBody } from '../../functions/shared/http/read-body.ts';
import { matchRoute } from '../../functions/shared/http/route.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { standInResult } from './stand-in-result.ts';

export interface AiStandInOptions {
  /** Where it is itself, below `/_ai`. */
  baseUrl: string;
  /** Where results are sent, below `/internal`; `baseUrl` if not said. */
  resultsUrl?: string;
  /** `sync`: the result in the answer. `async`: a 202, and the result a moment later. */
  mode: LocalConfig['aiStandInMode'];
}

export interface AiStandIn {
  handler: HttpHandler;
  /** Resolves when every result that was promised has been sent, or given up. */
  drain(): Promise<void>;
}

const ROUTES = [{ path: '/_ai/v1/process', methods: { POST: 'process' } }] as const;

/** The largest record with its files, which the request names a second time. */
const MAX_REQUEST_BYTES = 2 * MAX_STORED_BYTES + 65_536;

const RESULT_DELAY_MS = 200;
const RESULT_TRIES = 5;
const RESULT_TIMEOUT_MS = 5000;

/** A small AI service by the contract of spec section 10, for a machine that has no other: it normalises a candidate and scores an application. */
export function createAiStandIn(runtime: Runtime, options: AiStandInOptions): AiStandIn {
  const { baseUrl, resultsUrl = baseUrl, mode } = options;
  const promised = new Set<Promise<void>>();
  const handler = createHttpHandler(runtime, async (request) => {
    matchRoute(ROUTES, request);
    const caller = await runtime.identity.verify(request.headers.authorization, `${baseUrl}/_ai`);
    if (caller !== 'process') throw new GatewayError('invalid_token');
    const { value } = parseJsonBody(
      request,
      await readBody(request, { maxBytes: MAX_REQUEST_BYTES }),
      MAX_ENVELOPE_DEPTH,
    );
    if (!isJsonObject(value) || !isJsonObject(value.data)) {
      throw validationError({ loc: ['body', 'data'], msg: 'Field required', type: 'missing' });
    }
    const result = { status: 'success', data: standInResult(value.event, value.data) };
    if (mode === 'sync') return { status: 200, body: result };
    const { reference_id = null, ats_id = null } = value;
    const sent = sendResult(runtime, resultsUrl, { reference_id, ats_id, ...result });
    promised.add(sent);
    void sent.finally(() => promised.delete(sent));
    return { status: 202, body: { reference_id } };
  });
  return {
    handler,
    async drain() {
      while (promised.size > 0) await Promise.all(promised);
    },
  };
}

/** Sends a result once its time has come, again where it was not taken, with twice the pause each time; never throws. */
async function sendResult({ identity, log }: Runtime, resultsUrl: string, result: JsonObject): Promise<void> {
  for (let tries = 0; tries < RESULT_TRIES; tries += 1) {
    await pause(RESULT_DELAY_MS * 2 ** tries);
    try {
      const response = await fetch(`${resultsUrl}/internal/v1/results`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await identity.token('ai', 'results')}`,
        },
        body: encodeJson(result),
        signal: AbortSignal.timeout(RESULT_TIMEOUT_MS),
      });
      await response.arrayBuffer();
      if (response.ok) return;
      log.warn('ai_stand_in.result_refused', { statusCode: response.status });
    } catch (error) {
      log.warn('ai_stand_in.result_failed', { error: error as Error });
    }
  }
}

import { encodeJson } from '../../core/json/encode-json.ts';
import type { JsonValue } from '../../core/json/json-value.ts';
import { MAX_ENVELOPE_DEPTH, parseJson } from '../../core/json/parse-json.ts';
import { AI_TIMEOUT_MS, MAX_STORED_BYTES } from '../../core/limits.ts';
import { parseAiResult } from '../../core/processing/ai-result.ts';
import type { AiAnswer, AiRequest, AiService } from '../../ports/ai-service.ts';
import type { HttpSender, SendResult } from '../../ports/http-sender.ts';
import type { ServiceIdentity } from '../../ports/service-identity.ts';

export interface HttpAiServiceDeps {
  sender: HttpSender;
  identity: ServiceIdentity;
  /** Without a slash at its end. */
  url: string;
  /** What the ID token is made out to. */
  audience: string;
}

/** Room for the answer's own fields around the largest record. */
const MAX_ANSWER_BYTES = MAX_STORED_BYTES + 64 * 1024;

/** Calls `POST {AI_SERVICE_URL}/v1/process` (spec section 10). */
export function createHttpAiService({ sender, identity, url, audience }: HttpAiServiceDeps): AiService {
  return {
    async process(request) {
      let token: string;
      try {
        token = await identity.token('process', audience);
      } catch {
        return { kind: 'unavailable', reason: 'no identity token to be had' };
      }
      const answer = await sender.send({
        url: `${url}/v1/process`,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: encodeJson(requestBody(request)),
        timeoutMs: AI_TIMEOUT_MS,
        maxResponseBytes: MAX_ANSWER_BYTES,
      });
      return readAnswer(answer);
    },
  };
}

function requestBody({ referenceId, atsId, clientId, userId, event, data }: AiRequest): JsonValue {
  return {
    reference_id: referenceId,
    ats_id: atsId,
    workspace: clientId,
    member: userId,
    event,
    data,
    files: Array.isArray(data.files) ? data.files : [],
  };
}

function readAnswer(answer: SendResult): AiAnswer {
  if (answer.kind === 'error') return { kind: 'unavailable', reason: answer.failure };
  const { statusCode } = answer;
  if (statusCode === 202) return { kind: 'accepted' };
  if (statusCode === 200) return readResult(answer);
  const final = statusCode >= 400 && statusCode < 500 && statusCode !== 408 && statusCode !== 429;
  const reason = `status ${statusCode}`;
  return final ? { kind: 'refused', statusCode, reason } : { kind: 'unavailable', reason };
}

function readResult({ body, bodyTruncated }: Extract<SendResult, { kind: 'response' }>): AiAnswer {
  if (bodyTruncated) {
    const error = { code: 'result_too_large', message: 'The processed record is larger than 768 KiB' };
    return { kind: 'result', result: { status: 'error', error } };
  }
  const parsed = parseJson(body, MAX_ENVELOPE_DEPTH);
  if (!parsed.ok && parsed.reason === 'too-deep') {
    const error = { code: 'result_too_deep', message: 'The processed record nests deeper than 64 levels' };
    return { kind: 'result', result: { status: 'error', error } };
  }
  const result = parsed.ok ? parseAiResult(parsed.value) : undefined;
  return result ? { kind: 'result', result } : { kind: 'unavailable', reason: 'unreadable answer' };
}

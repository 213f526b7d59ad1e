import type { JsonObject } from '../core/json/json-value.ts';
import type { AiResult } from '../core/processing/ai-result.ts';

export interface AiRequest {
  /** The idempotency key: the same call may be made again. */
  referenceId: string;
  atsId: string;
  clientId: string;
  userId: string;
  event: string;
  data: JsonObject;
}

/** What one call came to: a result, a promise of one, a refusal for good, or a failure that may pass. */
export type AiAnswer =
  | { kind: 'result'; result: AiResult }
  | { kind: 'accepted' }
  | { kind: 'refused'; statusCode: number; reason: string }
  | { kind: 'unavailable'; reason: string };

/** Carv's AI services (spec section 10). A failing service is an answer, not an exception: `process` does not throw. */
export interface AiService {
  process(request: AiRequest): Promise<AiAnswer>;
}

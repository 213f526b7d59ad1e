import { contentHash } from '../shared/core/json/canonical-json.ts';
import type { JsonValue } from '../shared/core/json/json-value.ts';
import { IDEMPOTENCY_KEY_MEMORY_MS } from '../shared/core/limits.ts';
import type { AcceptInput } from '../shared/flows/accept-event.ts';

/** What makes a repeat of a call recognisable, where it came with an `Idempotency-Key`; `content` is what must be the same. */
export function receiptOf(
  { receiptPath }: { receiptPath: string | undefined },
  content: JsonValue,
): Pick<AcceptInput, 'receipt'> {
  if (receiptPath === undefined) return {};
  return {
    receipt: {
      path: receiptPath,
      contentHash: contentHash(content),
      memoryMs: IDEMPOTENCY_KEY_MEMORY_MS,
      reused: 'idempotency_key_reused',
    },
  };
}

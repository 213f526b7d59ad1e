import type { JsonObject } from './json-value.ts';
import { MAX_ENVELOPE_DEPTH, parseJson } from './parse-json.ts';

/** Reads back a JSON object that was stored as bytes. It was checked on its way in, so it parses; if not, the fault is ours. */
export function decodeStored({ payload }: { payload: Uint8Array }): JsonObject {
  const parsed = parseJson(payload, MAX_ENVELOPE_DEPTH);
  if (!parsed.ok) throw new Error(`a stored payload does not parse: ${parsed.reason}`);
  return parsed.value as JsonObject;
}

import { type JsonValue, jsonWithSource } from './json-value.ts';
import { scanJson } from './scan-json.ts';

/** Deepest nesting of what an ATS may send. */
export const MAX_JSON_DEPTH = 64;

/** Deepest nesting of a message that carries such a record in its `data`. */
export const MAX_ENVELOPE_DEPTH = MAX_JSON_DEPTH + 1;

export type ParsedJson =
  | { ok: true; value: JsonValue; plain: unknown }
  | { ok: false; reason: 'not-utf8' | 'byte-order-mark' | 'not-json' | 'too-deep' };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses bytes as JSON without loss. `value` keeps every number as it was written; `plain` holds the same data with
 * doubles, for schema validation, and is the same object when nothing would be lost. Never throws, and its
 * memory is bounded by the input: depth is known before anything recursive runs.
 */
export function parseJson(bytes: Uint8Array, maxDepth: number = MAX_JSON_DEPTH): ParsedJson {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { ok: false, reason: 'not-utf8' };
  }
  if (text.startsWith('\uFEFF')) return { ok: false, reason: 'byte-order-mark' };
  const scan = scanJson(text);
  try {
    // V8 parses without recursion, so a deep text is told from a malformed one before it is refused.
    const plain: unknown = JSON.parse(text);
    if (scan.depth > maxDepth) return { ok: false, reason: 'too-deep' };
    if (scan.exactNumbers) return { ok: true, value: plain as JsonValue, plain };
    return { ok: true, value: jsonWithSource.parse(text, keepNumber) as JsonValue, plain };
  } catch {
    return { ok: false, reason: 'not-json' };
  }
}

function keepNumber(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== 'number' || context.source === undefined) return value;
  return String(value) === context.source ? value : jsonWithSource.rawJSON(context.source);
}

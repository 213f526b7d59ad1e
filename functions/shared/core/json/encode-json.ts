import type { JsonValue } from './json-value.ts';

/** JSON text as UTF-8 bytes, without a BOM; numbers kept as written, lone surrogates as `\u` escapes. */
export function encodeJson(value: JsonValue): Buffer {
  return Buffer.from(JSON.stringify(value), 'utf8');
}

import { createHash } from 'node:crypto';
import { isRawNumber, type JsonValue } from './json-value.ts';

/**
 * One text for equal JSON: keys sorted by UTF-16 code unit, no white space, numbers as written. `1.0` and `1` stay
 * different, because a number is data that must come back as it was sent.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null || isRawNumber(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as JsonValue)}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 over the canonical text, as hex: tells whether a repeat carries the same content, whatever its spacing. */
export function contentHash(value: JsonValue): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

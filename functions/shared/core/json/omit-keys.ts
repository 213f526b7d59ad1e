import type { JsonObject } from './json-value.ts';

/** A copy of `source` without the named keys. */
export function omitKeys(source: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(source).filter(([key]) => !keys.includes(key)));
}

import { isJsonObject, type JsonObject, type JsonValue } from './json-value.ts';

/**
 * JSON Merge Patch (RFC 7396): null removes, objects merge, everything else replaces. Built from entries, so that a
 * key named `__proto__` is data like any other.
 */
export function mergePatch(target: JsonValue | undefined, patch: JsonObject): JsonObject {
  const merged = new Map(isJsonObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, isJsonObject(value) ? mergePatch(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

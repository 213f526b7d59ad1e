/** A number that a double cannot hold as it was written; it stringifies to exactly its source text. */
export interface RawNumber {
  readonly rawJSON: string;
}

/** Any JSON value, numbers kept as written. Objects may own a key named `__proto__`. */
export type JsonValue = string | number | boolean | null | RawNumber | JsonValue[] | JsonObject;

export interface JsonObject {
  [key: string]: JsonValue;
}

/** The "JSON.parse source text access" proposal, which Node 22 and later implement and TypeScript does not yet declare. */
export interface JsonWithSource {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
}

export const jsonWithSource = JSON as unknown as JsonWithSource;

export function isRawNumber(value: unknown): value is RawNumber {
  return jsonWithSource.isRawJSON(value);
}

/** True for `{…}` only: not for null, arrays or numbers kept as written. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value);
}

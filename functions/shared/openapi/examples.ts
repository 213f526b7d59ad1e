import type { JsonObject, JsonValue } from '../core/json/json-value.ts';

/** The flow that the examples tell of. */
export const REFERENCE_ID = '019c9459-3440-7cc3-98c4-dc0c0c07398f';
export const CLIENT_ID = 'acme-nl';
export const USER_ID = 'recruiter-7';
export const CURSOR = 'mJZ2n8v0W7bq3kT1x5cRdmNhbmQtMTA0Mg';

/** The examples of a body, each under a name and with a line on what it shows. */
export type Examples = Readonly<Record<string, { summary: string; value: JsonValue }>>;

/** A body of JSON: its schema and examples of it. */
export function jsonContent(schema: JsonObject, examples: Examples): JsonObject {
  return { 'application/json': { schema, examples: examples as unknown as JsonObject } };
}

export function oneExample(name: string, summary: string, value: JsonValue): Examples {
  return { [name]: { summary, value } };
}

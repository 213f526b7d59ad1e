import type { TSchema } from 'typebox';
import type { JsonObject, JsonValue } from '../core/json/json-value.ts';

/** What fields mean, by their names; those of a field's own fields after a dot. */
export type Notes = Readonly<Record<string, string>>;

/**
 * A schema that the code validates with, as a document shows it: nothing in it but JSON Schema 2020-12. The keyword of ours that keeps
 * lone surrogates out becomes words.
 */
export function toJsonSchema(schema: TSchema, notes: Notes = {}): JsonObject {
  // What TypeBox adds for itself is not enumerable, and does not outlive this.
  return describe(JSON.parse(JSON.stringify(schema)) as JsonObject, notes, '');
}

function describe(schema: JsonObject, notes: Notes, path: string): JsonObject {
  const { wellFormed, properties, items, anyOf, ...rest } = schema;
  const note = [notes[path], wellFormed ? ID_WORDS : undefined].filter(Boolean).join(' ');
  return {
    ...rest,
    ...(note ? { description: note } : {}),
    ...choice(anyOf),
    ...(properties ? describeProperties(properties as JsonObject, notes, path) : {}),
    ...(items ? { items: describe(items as JsonObject, notes, path) } : {}),
  };
}

const ID_WORDS = 'Any characters, as long as they can be written as UTF-8: no lone surrogates.';

function describeProperties(properties: JsonObject, notes: Notes, path: string): JsonObject {
  const entries = Object.entries(properties).map(([name, schema]) => [
    name,
    describe(schema as JsonObject, notes, path === '' ? name : `${path}.${name}`),
  ]);
  // An object of which nothing is known beforehand needs no list of what is known.
  return entries.length === 0 ? {} : { properties: Object.fromEntries(entries) };
}

/** One of several words is shorter as an `enum`. */
function choice(anyOf: JsonValue | undefined): JsonObject {
  if (!Array.isArray(anyOf)) return {};
  const words = anyOf.map((one) => (one as JsonObject).const);
  return words.every((word) => typeof word === 'string') ? { type: 'string', enum: words } : { anyOf };
}

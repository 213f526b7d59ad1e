import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../functions/shared/core/json/json-value.ts';

/** Stands in a value for text that `JSON.stringify` would not write. */
const RAW = '\u{f8ff}raw:';

/** Numbers that no double holds, or that it writes otherwise. */
const NUMBER_TEXTS = ['1.0', '-0', '1e400', '-1E-400', '12345678901234567890.10', '0.1e1'];
const DEEP = `${'['.repeat(70)}${']'.repeat(70)}`;
const raw = fc.constantFrom(...NUMBER_TEXTS, DEEP).map((text) => `${RAW}${text}`);

/** Text that something on the way might take for something else. */
const oddText = fc.constantFrom(
  ...['', ' ', '.', '..', 'a/b', '__x__', '__proto__', 'null', '%2F', '%', '\u0000', '\ud800', '\ufeff'],
  ...['🙂'.repeat(128), 'x'.repeat(129), 'e\u0301', '../../etc', "'; --", '<script>', '\r\nx: y'],
);

export const anyText: fc.Arbitrary<string> = fc.oneof(
  oddText,
  fc.string({ maxLength: 140 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const anyValue: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 3, arbitrary: anyText },
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue> },
  { weight: 1, arbitrary: raw },
);

interface Mutation {
  /** Which of all places in the value, counted round. */
  place: number;
  kind: 'replace' | 'remove' | 'add' | 'rename';
  name: string;
  value: JsonValue;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat({ max: 99 }),
  kind: fc.constantFrom('replace', 'remove', 'add', 'rename'),
  name: anyText,
  value: anyValue,
});

/** The text of a value like the given one: as it is, or changed in up to three places. */
export function jsonLike(sample: JsonValue): fc.Arbitrary<string> {
  return fc.array(mutation, { maxLength: 3 }).map((mutations) => {
    const value = structuredClone(sample);
    for (const one of mutations) mutate(value, one);
    return toText(value);
  });
}

/** Text of any JSON value. */
export const anyJson: fc.Arbitrary<string> = anyValue.map(toText);

function mutate(value: JsonValue, { place, kind, name, value: other }: Mutation): void {
  const all = placesOf(value);
  const at = all[place % all.length];
  if (at === undefined) return;
  const { parent, key } = at;
  const child = parent[key];
  if (kind === 'add') set(parent, name, other);
  else if (kind === 'replace') set(parent, key, other);
  else {
    delete parent[key];
    if (kind === 'rename' && child !== undefined) set(parent, name, child);
  }
}

/** An own field, whatever its name: `__proto__` too. */
function set(parent: JsonObject, key: string, value: JsonValue): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function placesOf(value: JsonValue): { parent: JsonObject; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as JsonObject;
  return Object.keys(parent).flatMap((key) => [{ parent, key }, ...placesOf(parent[key] as JsonValue)]);
}

function toText(value: JsonValue): string {
  return JSON.stringify(value).replaceAll(new RegExp(`"${RAW}([^"]*)"`, 'gu'), '$1');
}

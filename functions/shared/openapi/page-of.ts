import type { JsonObject, JsonValue } from '../core/json/json-value.ts';
import { CURSOR, type Examples } from './examples.ts';
import { refTo } from './references.ts';

/** The parameters of every list. */
export function pageParameters(): JsonObject[] {
  return [refTo('parameters', 'Limit'), refTo('parameters', 'Cursor')];
}

/** One page of a list. */
export function pageSchema(entries: string): JsonObject {
  return {
    type: 'object',
    description: 'One page, in the order of ids.',
    required: ['data', 'next_cursor'],
    properties: {
      data: { type: 'array', maxItems: 100, items: refTo('schemas', entries) },
      next_cursor: {
        type: ['string', 'null'],
        description: 'What to ask for the next page with; null on the last.',
      },
    },
    additionalProperties: false,
  };
}

/** A page with more to come, and the last one. */
export function pageExamples(entry: JsonValue): Examples {
  return {
    first: { summary: 'There is a next page', value: { data: [entry], next_cursor: CURSOR } },
    last: { summary: 'The last page', value: { data: [], next_cursor: null } },
  };
}

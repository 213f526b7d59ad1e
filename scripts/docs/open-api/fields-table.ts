import type { JsonObject, JsonValue } from '../../../functions/shared/core/json/json-value.ts';
import { type DocumentParts, resolve } from './document-parts.ts';

interface Field {
  name: string;
  type: string;
  required: boolean;
  meaning: string;
}

/** The fields of an object, those of its own objects and lists after them. */
export function fieldsOf(document: DocumentParts, schema: JsonObject, prefix = ''): Field[] {
  const { properties = {}, required = [] } = resolve(document, schema) as {
    properties?: JsonObject;
    required?: JsonValue[];
  };
  return Object.entries(properties).flatMap(([key, reference]) => {
    const field = resolve(document, reference);
    const name = `${prefix}${key}`;
    const below = field.type === 'array' || isListOrNull(field) ? `${name}[].` : `${name}.`;
    const inner = (field.items ?? field) as JsonObject;
    return [
      {
        name,
        type: typeName(document, field),
        required: required.includes(key),
        meaning: meaningOf(field),
      },
      ...fieldsOf(document, inner, below),
    ];
  });
}

function isListOrNull({ type }: JsonObject): boolean {
  return Array.isArray(type) && type.includes('array');
}

export function fieldsTable(fields: readonly Field[]): string {
  const rows = fields.map(
    ({ name, type, required, meaning }) =>
      `| \`${name}\` | ${type} | ${required ? 'yes' : ''} | ${meaning} |`,
  );
  return ['| field | type | required | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

/** The type of a value in a few words. */
export function typeName(document: DocumentParts, schema: JsonObject): string {
  const { type, anyOf, const: fixed, items, format } = resolve(document, schema);
  if (fixed !== undefined) return `\`${JSON.stringify(fixed)}\``;
  if (Array.isArray(anyOf)) return anyOf.map((one) => typeName(document, one as JsonObject)).join(' or ');
  const names = (Array.isArray(type) ? type : [type ?? 'any']).map((name) => {
    if (name !== 'array') return name === 'string' && format === 'date-time' ? 'time' : String(name);
    return `list of ${items ? `${typeName(document, items as JsonObject)}s` : 'anything'}`;
  });
  return names.join(' or ').replace(/\banys\b/, 'anything');
}

function meaningOf(schema: JsonObject): string {
  const { description, enum: words, minLength, maxLength, minItems } = schema;
  const bounds = [
    Array.isArray(words) ? `One of ${words.map((word) => `\`${word}\``).join(', ')}.` : '',
    minLength !== undefined && maxLength !== undefined ? `${minLength} to ${maxLength} characters.` : '',
    minLength === 1 && maxLength === undefined ? 'Not empty.' : '',
    minItems === 1 ? 'Not empty.' : '',
  ];
  return [description, ...bounds].filter(Boolean).join(' ').replaceAll('|', '\\|');
}

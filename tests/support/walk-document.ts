import type { JsonObject, JsonValue } from '../../functions/shared/core/json/json-value.ts';
import { segment } from './schemas-of.ts';

export interface Visited {
  pointer: string;
  value: JsonObject;
}

/** Every object of a document, and where it stands; what stands in examples is data, and not looked into. */
export function walkDocument(value: JsonValue, pointer = ''): Visited[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, child]) =>
    key === 'examples' || key === 'example' ? [] : walkDocument(child, `${pointer}/${segment(key)}`),
  );
  return Array.isArray(value) ? inside : [{ pointer, value: value as JsonObject }, ...inside];
}

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Every operation, the webhooks' too, and where it stands. */
export function operationsOf(document: JsonObject): Visited[] {
  return walkDocument(document).filter(({ pointer }) => {
    const [, section = '', , method = '', ...rest] = pointer.split('/');
    return ['paths', 'webhooks'].includes(section) && METHODS.includes(method) && rest.length === 0;
  });
}

import type { JsonObject, JsonValue } from '../../../functions/shared/core/json/json-value.ts';

/** An OpenAPI document, as far as the pages made from it go. */
export interface DocumentParts {
  info: { description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, JsonObject>;
  webhooks?: Record<string, { post: JsonObject }>;
  components: Record<string, Record<string, JsonObject>>;
}

export interface OperationParts {
  path: string;
  method: string;
  /** The parameters of its path and its own. */
  parameters: ParameterParts[];
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security?: JsonObject[];
  requestBody?: { content: Record<string, BodyParts> };
  responses: Record<string, JsonObject>;
}

export interface ParameterParts {
  name: string;
  in: string;
  required?: boolean;
  description: string;
  schema: JsonObject;
  example: JsonValue;
}

export interface BodyParts {
  schema: JsonObject;
  examples: Record<string, { summary: string; value: JsonValue }>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Follows a `$ref`. */
export function resolve<T = JsonObject>(document: DocumentParts, value: JsonValue | undefined): T {
  const { $ref } = (value ?? {}) as { $ref?: string };
  if ($ref === undefined) return (value ?? {}) as T;
  const [, , section = '', name = ''] = $ref.split('/');
  return document.components[section]?.[name] as T;
}

/** The name of a schema that a `$ref` points at. */
export function nameOf(value: JsonValue | undefined): string | undefined {
  return ((value ?? {}) as { $ref?: string }).$ref?.split('/').at(-1);
}

/** Every operation, in the order of the document. */
export function listOperations(document: DocumentParts): OperationParts[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => METHODS.includes(key))
      .map((method) => {
        const operation = item[method] as unknown as OperationParts;
        const parameters = [
          ...((item.parameters as JsonValue[]) ?? []),
          ...((operation.parameters as unknown as JsonValue[]) ?? []),
        ];
        return {
          ...operation,
          path,
          method: method.toUpperCase(),
          parameters: parameters.map((parameter) => resolve<ParameterParts>(document, parameter)),
        };
      }),
  );
}

/** A heading's anchor, as GitHub makes it. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');
}

import type { JsonObject, JsonValue } from '../../functions/shared/core/json/json-value.ts';
import { DocumentSchemas, segment } from './schemas-of.ts';
import { operationsOf } from './walk-document.ts';

/** An operation of an OpenAPI document, as far as a request to it can be made up from it. */
export interface DescribedOperation {
  method: string;
  /** As in the document: `/v1/candidates/{candidate_id}`. */
  template: string;
  parameters: { name: string; in: 'path' | 'query' | 'header'; example: JsonValue | undefined }[];
  /** The examples of its body. */
  bodies: JsonValue[];
  proof: 'key' | 'signature' | 'token' | 'none';
  /** Every status that it may answer with. */
  statuses: number[];
}

/** Every operation that a document describes under `paths`. */
export function describedOperations(document: JsonObject): DescribedOperation[] {
  const schemas = new DocumentSchemas(document);
  return operationsOf(document)
    .filter(({ pointer }) => pointer.startsWith('/paths/'))
    .map(({ pointer, value }) => {
      const path = pointer.slice(0, pointer.lastIndexOf('/'));
      const template = (path.split('/')[2] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
      const parameters = [
        ...listAt(schemas, `${path}/parameters`),
        ...listAt(schemas, `${pointer}/parameters`),
      ] as unknown as DescribedOperation['parameters'];
      const content = `${pointer}/requestBody/content/${segment('application/json')}/examples`;
      const examples = Object.values((schemas.at(content).value ?? {}) as Record<string, JsonObject>);
      return {
        method: pointer.slice(path.length + 1).toUpperCase(),
        template,
        parameters,
        bodies: examples.map(({ value }) => value as JsonValue),
        proof: proofOf(value, parameters),
        statuses: Object.keys(value.responses as JsonObject).map(Number),
      };
    });
}

function listAt(schemas: DocumentSchemas, pointer: string): JsonValue[] {
  const list = (schemas.at(pointer).value ?? []) as JsonValue[];
  return list.map((_, index) => schemas.at(`${pointer}/${index}`).value as JsonValue);
}

function proofOf({ security }: JsonObject, parameters: DescribedOperation['parameters']) {
  const [scheme] = ((security ?? [{ googleIdToken: [] }]) as JsonObject[]).flatMap((one) => Object.keys(one));
  if (scheme !== undefined) return scheme === 'apiKey' ? 'key' : 'token';
  return parameters.some(({ name }) => name === 'X-Webhook-Signature') ? 'signature' : 'none';
}

import type { JsonValue } from '../../../functions/shared/core/json/json-value.ts';
import type { BodyParts, DocumentParts, OperationParts } from './document-parts.ts';
import { resolve } from './document-parts.ts';

/** A request and its answer, as they go over the wire but for what every request has. */
export function httpExample(document: DocumentParts, operation: OperationParts): string {
  const { method, path, parameters, requestBody, responses } = operation;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(String(parameters.find((parameter) => parameter.name === name)?.example)),
  );
  const headers = parameters
    .filter((parameter) => parameter.in === 'header' && parameter.required)
    .map(({ name, example }) => `${name}: ${example}`);
  const body = firstExample(requestBody?.content['application/json']);
  const request = [
    `${method} ${filled}`,
    ...proofOf(operation),
    ...headers,
    ...(body === undefined ? [] : ['Content-Type: application/json', '', body]),
  ];
  const [status = ''] = Object.keys(responses);
  const response = resolve<{ content?: Record<string, BodyParts> }>(document, responses[status]);
  const answer = firstExample(response.content?.['application/json']);
  return ['```http', ...request, '```', '', '```http', status, ...(answer ? ['', answer] : []), '```'].join(
    '\n',
  );
}

const PROOFS: Readonly<Record<string, string>> = {
  apiKey: 'X-API-Key: carv_…',
  googleIdToken: 'Authorization: Bearer …',
};

function proofOf({ security }: OperationParts): string[] {
  // An operation that says nothing of its own has what the whole document has, which is only so with tokens.
  const [scheme] = (security ?? [{ googleIdToken: [] }]).flatMap((one) => Object.keys(one));
  return scheme === undefined ? [] : [PROOFS[scheme] ?? ''];
}

function firstExample(body: BodyParts | undefined): string | undefined {
  const [example] = Object.values(body?.examples ?? {});
  return example && pretty(example.value);
}

/** What fits stays on one line. */
export function pretty(value: JsonValue, indent = '', ahead = 0): string {
  const line = oneLine(value);
  if (typeof value !== 'object' || value === null || indent.length + ahead + line.length <= 110) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((one) => `${inner}${pretty(one, inner)}`).join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value).map(([key, one]) => {
    const name = `${JSON.stringify(key)}: `;
    return `${inner}${name}${pretty(one as JsonValue, inner, name.length)}`;
  });
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

function oneLine(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const fields = Object.entries(value).map(
    ([key, one]) => `${JSON.stringify(key)}: ${oneLine(one as JsonValue)}`,
  );
  return `{${fields.join(', ')}}`;
}

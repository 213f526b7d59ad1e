import type { JsonObject } from '../../../functions/shared/core/json/json-value.ts';
import type { BodySections } from './body-section.ts';
import { type BodyParts, type DocumentParts, type OperationParts, resolve } from './document-parts.ts';
import { typeName } from './fields-table.ts';
import { httpExample } from './http-example.ts';

/** All about one operation. */
export function operationSection(
  document: DocumentParts,
  operation: OperationParts,
  bodies: BodySections,
): string {
  const { method, path, summary, description, requestBody } = operation;
  const parts = [
    `### ${summary}`,
    `\`${method} ${path}\``,
    description,
    parameterTable(document, operation),
    requestBody ? `**Body.** ${bodies.describe(schemaOf(requestBody))}` : '',
    answers(document, operation, bodies),
    `**Example**\n\n${httpExample(document, operation)}`,
  ];
  return parts.filter(Boolean).join('\n\n');
}

function schemaOf({ content }: { content?: Record<string, BodyParts> }): JsonObject {
  return content?.['application/json']?.schema ?? {};
}

function parameterTable(document: DocumentParts, { parameters }: OperationParts): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(({ name, in: where, required, description, schema }) => {
    const { minimum, maximum, default: fallback } = schema;
    const range =
      minimum === undefined
        ? ''
        : ` ${minimum} to ${maximum}${fallback === undefined ? '' : `, ${fallback} unless given`}.`;
    const type = typeName(document, schema);
    return `| \`${name}\` | ${where}, ${type} | ${required ? 'yes' : ''} | ${description}${range} |`;
  });
  return ['| parameter | in | required | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

/** What the answers mean; of errors only which there are, as what they mean is the same everywhere. */
function answers(document: DocumentParts, { responses }: OperationParts, bodies: BodySections): string {
  const resolved = Object.entries(responses).map(
    ([status, response]) =>
      [
        status,
        resolve<{ description: string; content?: Record<string, BodyParts> }>(document, response),
      ] as const,
  );
  const isError = (status: string, { content }: { content?: Record<string, BodyParts> }) =>
    /^[45]\d\d$/.test(status) &&
    JSON.stringify(schemaOf({ ...(content ? { content } : {}) })).includes('Error');
  const good = resolved.filter(([status, response]) => !isError(status, response));
  const errors = resolved.filter(([status, response]) => isError(status, response)).map(([status]) => status);
  const lines = good.map(([status, response]) => {
    const body = bodies.describe(schemaOf(response));
    // A table cannot stand in a line.
    return `**${status}** ${response.description}${body.includes('\n') ? `\n\n${body}` : ` ${body}`}`.trim();
  });
  const list = errors.length > 0 ? [`**Errors** ${errors.join(', ')}: see [Errors](#errors).`] : [];
  return [...lines, ...list].join('\n\n');
}

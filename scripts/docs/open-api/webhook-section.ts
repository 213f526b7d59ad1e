import type { JsonObject } from '../../../functions/shared/core/json/json-value.ts';
import type { BodySections } from './body-section.ts';
import { type BodyParts, type DocumentParts, type ParameterParts, resolve } from './document-parts.ts';
import { fieldsOf } from './fields-table.ts';
import { pretty } from './http-example.ts';

interface Webhook {
  summary: string;
  description: string;
  parameters: JsonObject[];
  requestBody: { content: Record<string, BodyParts> };
  responses: Record<string, { description: string }>;
}

/** All about what is sent to the ATS: when, how, and what it holds. */
export function webhookSection(document: DocumentParts, bodies: BodySections): string {
  const webhooks = Object.entries(document.webhooks ?? {}).map(
    ([event, { post }]) => [event, post as unknown as Webhook] as const,
  );
  const [first] = webhooks;
  if (first === undefined) return '';
  const [, { description, parameters, requestBody, responses }] = first;
  const headers = parameters.map((parameter) => {
    const { name, description, required } = resolve<ParameterParts>(document, parameter);
    return `| \`${name}\` | ${description}${required ? '' : ' Absent otherwise.'} |`;
  });
  const rows = webhooks.map(
    ([event, webhook]) => `| \`${event}\` | ${webhook.summary} | ${dataOf(document, webhook)} |`,
  );
  const answers = Object.entries(responses).map(
    ([status, answer]) => `| ${status} | ${answer.description} |`,
  );
  const [example] = Object.values(requestBody.content['application/json']?.examples ?? {});
  return [
    '## Outgoing webhooks',
    description,
    ['| event | when | `data` |', '|---|---|---|', ...rows].join('\n'),
    bodies.describe({ $ref: '#/components/schemas/OutgoingEnvelope' }),
    ['| header | value |', '|---|---|', ...headers].join('\n'),
    ['| your answer | what it means |', '|---|---|', ...answers].join('\n'),
    `**Example**\n\n\`\`\`json\n${pretty(example?.value ?? null)}\n\`\`\``,
  ].join('\n\n');
}

/** The names of the fields that the data of an event has on success. */
function dataOf(document: DocumentParts, { requestBody }: Webhook): string {
  const schema = resolve(document, requestBody.content['application/json']?.schema);
  const [, , outcomes] = schema.allOf as { oneOf?: { properties: { data: JsonObject } }[] }[];
  const data = outcomes?.oneOf?.[0]?.properties.data ?? {};
  const fields = fieldsOf(document, data).filter(({ name }) => !/[.[]/.test(name));
  return fields.map(({ name, required }) => (required ? `**${name}**` : name)).join(', ');
}

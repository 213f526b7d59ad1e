import { ERRORS, type ErrorCode } from '../../functions/shared/core/errors.ts';
import { openApiDocument } from '../../functions/shared/openapi/open-api-document.ts';
import { BodySections } from './open-api/body-section.ts';
import { type DocumentParts, listOperations } from './open-api/document-parts.ts';
import { operationSection } from './open-api/operation-section.ts';
import { routeTable } from './open-api/route-table.ts';
import { webhookSection } from './open-api/webhook-section.ts';

/** `docs/api.md`, made from the OpenAPI document. */
export function apiPage(): string {
  const document = openApiDocument() as unknown as DocumentParts;
  const operations = listOperations(document);
  const bodies = new BodySections(document);
  const sections = document.tags
    .map(({ name, description }) => ({
      name,
      description,
      own: operations.filter(({ tags }) => tags.includes(name)),
    }))
    .filter(({ own }) => own.length > 0)
    .map(({ name, description, own }) =>
      [
        `## ${name}`,
        description,
        ...own.map((operation) => operationSection(document, operation, bodies)),
      ].join('\n\n'),
    );
  return `# The API

<!-- Made by \`npm run docs\` from functions/shared/openapi. A test fails when it is out of date. -->

The same as an OpenAPI 3.1 document: \`GET /v1/openapi.json\`; to try it out: \`GET /docs\`. Besides: [every error](errors.md), [rates](rate-limits.md).

${routeTable(operations)}

Each of these answers is shown by a test on every platform (\`tests/every-answer.test.ts\`), but the 408, which takes half a minute
(\`read-body.test.ts\`), and the 500 of what is open to everybody.

${document.info.description.trim().replace(/^## Errors$/m, '## What an error says')}

${sections.join('\n\n')}

${webhookSection(document, bodies)}

## Errors

${errorTable()}
`;
}

/** What no call of the public API is answered: those of the AI services' calls, and of the portal's. */
const NOT_PUBLIC: readonly ErrorCode[] = [
  'invalid_token',
  ...(['not_signed_in', 'wrong_credentials', 'foreign_origin', 'not_permitted'] as const),
  ...(['stale_edit', 'already_exists', 'not_resendable', 'sign_in_throttled'] as const),
];

function errorTable(): string {
  const rows = Object.entries(ERRORS)
    .filter(([code]) => !NOT_PUBLIC.includes(code as ErrorCode))
    .toSorted(([, a], [, b]) => a.status - b.status)
    .map(([, { status, detail }]) => `| ${status} | ${detail} | ${whatToDo(status)} |`);
  return ['| status | `detail`, or more exact words | what to do |', '|---|---|---|', ...rows].join('\n');
}

function whatToDo(status: number): string {
  if (status === 429) return 'send it again after `Retry-After`';
  if (status === 408 || status >= 500) return 'send it again';
  if (status === 401) return 'use the right key or secret';
  if (status === 403) return 'contact Carv';
  return 'put the request right';
}

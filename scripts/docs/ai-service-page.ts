import { aiServiceDocument } from '../../functions/shared/openapi/ai-service-document.ts';
import { BodySections } from './open-api/body-section.ts';
import { type DocumentParts, listOperations } from './open-api/document-parts.ts';
import { operationSection } from './open-api/operation-section.ts';
import { routeTable } from './open-api/route-table.ts';

/** `docs/ai-service.openapi.json`: the contract with the AI services, for their own tools. */
export function aiServiceJson(): string {
  return `${JSON.stringify(aiServiceDocument(), null, 2)}\n`;
}

/** `docs/ai-service.md`: the same, to read. */
export function aiServicePage(): string {
  const document = aiServiceDocument() as unknown as DocumentParts;
  const operations = listOperations(document);
  const bodies = new BodySections(document);
  const errors = Object.values(document.components.responses ?? {}) as unknown as { description: string }[];
  return `# CarvOS and the AI services

<!-- Made by \`npm run docs\` from functions/shared/openapi. A test fails when it is out of date. -->

The same as an OpenAPI 3.1 document: [ai-service.openapi.json](ai-service.openapi.json).

${routeTable(operations)}

${document.info.description.trim()}

${operations.map((operation) => operationSection(document, operation, bodies)).join('\n\n')}

## Errors

What CarvOS answers, always as \`{"detail": …}\`: a sentence, or with a 422 a list of \`{"loc", "msg", "type"}\`. The words are in [errors.md](errors.md).

${errors.map(({ description }) => `- ${description}`).join('\n')}
`;
}

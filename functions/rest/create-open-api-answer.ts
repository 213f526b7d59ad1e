import type { Answer } from '../shared/http/respond.ts';
import { openApiDocument } from '../shared/openapi/open-api-document.ts';

/** Answers `GET /v1/openapi.json`. The document is made when somebody first asks for it, and then kept as it goes out. */
export function createOpenApiAnswer(): () => Answer {
  let bytes: Buffer | undefined;
  return () => {
    bytes ??= Buffer.from(JSON.stringify(openApiDocument()));
    return {
      status: 200,
      body: null,
      content: { type: 'application/json', bytes },
      headers: { 'cache-control': 'public, max-age=300' },
    };
  };
}

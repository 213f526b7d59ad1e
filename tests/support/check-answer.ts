import type { JsonObject } from '../../functions/shared/core/json/json-value.ts';
import { aiServiceDocument } from '../../functions/shared/openapi/ai-service-document.ts';
import { openApiDocument } from '../../functions/shared/openapi/open-api-document.ts';
import { DocumentSchemas, segment } from './schemas-of.ts';

export interface CheckedAnswer {
  method: string;
  /** As it was asked for; only the path of it counts. */
  url: string;
  status: number;
  header(name: string): string | null | undefined;
  text: string;
}

let publicApi: DocumentSchemas | undefined;
let internalApi: DocumentSchemas | undefined;

/**
 * Holds an answer against the OpenAPI documents: its status, content type, headers and body are documented, or it is the 404 of a
 * route that is not there, or the 405 of a method. Throws what differs. What belongs to neither API is passed over.
 */
export function checkAnswer(answer: CheckedAnswer): void {
  const path = answer.url.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/s, '');
  const problem = findProblem(answer, path);
  if (problem === undefined) return;
  const { method, status, text } = answer;
  throw new Error(
    `${method} ${path} → ${status} is not as the OpenAPI document says: ${problem}\n${text.slice(0, 2000)}`,
  );
}

/** Why the body of an outgoing webhook is not as the document says; undefined where it is. */
export function webhookProblem(body: { event: string }): string | undefined {
  const schemas = publicDocument();
  const pointer = `/webhooks/${segment(body.event)}/post/requestBody/content/${segment('application/json')}/schema`;
  if (schemas.at(pointer).value === undefined) return `${body.event} is not documented`;
  const misfit = schemas.misfit(pointer, body);
  return misfit && `${body.event} is not as the OpenAPI document says: ${misfit}`;
}

function publicDocument(): DocumentSchemas {
  publicApi ??= new DocumentSchemas(openApiDocument());
  return publicApi;
}

function findProblem(answer: CheckedAnswer, path: string): string | undefined {
  const schemas = documentFor(path);
  if (schemas === undefined) return undefined;
  const template = findTemplate(schemas, path);
  if (template === undefined) return answer.status === 404 ? plainError(schemas, answer) : 'no such route';
  const method = answer.method === 'HEAD' ? 'get' : answer.method.toLowerCase();
  const operation = `/paths/${segment(template)}/${method}`;
  if (schemas.at(operation).value === undefined) return wrongMethod(schemas, template, answer);
  if (answer.status === 405) return 'the path has this method';
  const { value: response, pointer } = schemas.at(`${operation}/responses/${answer.status}`);
  if (response === undefined) return 'the status is not documented';
  return headerProblem(schemas, pointer, answer) ?? bodyProblem(schemas, pointer, answer);
}

function documentFor(path: string): DocumentSchemas | undefined {
  if (path.startsWith('/internal/')) {
    internalApi ??= new DocumentSchemas(aiServiceDocument());
    return internalApi;
  }
  if (!path.startsWith('/v1/') && path !== '/docs') return undefined;
  return publicDocument();
}

/** A `{name}` takes one whole segment; nothing is decoded or resolved. */
function findTemplate({ document }: DocumentSchemas, path: string): string | undefined {
  const segments = path.split('/');
  return Object.keys(document.paths as JsonObject).find((template) => {
    const parts = template.split('/');
    const fits = (part: string, index: number) =>
      part.startsWith('{') ? segments[index] !== '' : part === segments[index];
    return parts.length === segments.length && parts.every(fits);
  });
}

function wrongMethod(schemas: DocumentSchemas, template: string, answer: CheckedAnswer): string | undefined {
  if (answer.status !== 405) return 'the path has no such method';
  const { value } = schemas.at(`/paths/${segment(template)}`);
  const methods = Object.keys(value as JsonObject).filter((key) => key !== 'parameters');
  const wanted = methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const allow = (answer.header('allow') ?? '').split(', ');
  const same = wanted.toSorted().join() === allow.toSorted().join();
  return same ? plainError(schemas, answer) : `Allow says ${allow}, the document ${wanted}`;
}

function plainError(schemas: DocumentSchemas, answer: CheckedAnswer): string | undefined {
  if (answer.header('content-type') !== 'application/json') return 'the content type is not application/json';
  if (answer.method === 'HEAD') return undefined;
  return schemas.misfit('/components/schemas/Error', JSON.parse(answer.text));
}

function headerProblem(schemas: DocumentSchemas, pointer: string, answer: CheckedAnswer): string | undefined {
  const { value } = schemas.at(`${pointer}/headers`);
  for (const name of Object.keys((value ?? {}) as JsonObject)) {
    const at = schemas.at(`${pointer}/headers/${segment(name)}`);
    const { required, schema } = at.value as { required?: boolean; schema: { type: string } };
    const text = answer.header(name) ?? undefined;
    if (text === undefined) {
      if (required) return `the header ${name} is missing`;
      continue;
    }
    const misfit = schemas.misfit(`${at.pointer}/schema`, schema.type === 'integer' ? Number(text) : text);
    if (misfit !== undefined) return `the header ${name} is ${text}: ${misfit}`;
  }
  return undefined;
}

function bodyProblem(schemas: DocumentSchemas, pointer: string, answer: CheckedAnswer): string | undefined {
  const { value: content } = schemas.at(`${pointer}/content`);
  const given = answer.header('content-type') ?? '';
  const type = Object.keys((content ?? {}) as JsonObject).find((known) => known === given.split(';')[0]);
  if (type === undefined) return `the content type ${given} is not documented`;
  if (answer.method === 'HEAD') return answer.text === '' ? undefined : 'an answer to HEAD has a body';
  const body: unknown = type === 'application/json' ? JSON.parse(answer.text) : answer.text;
  return schemas.misfit(`${pointer}/content/${segment(type)}/schema`, body);
}

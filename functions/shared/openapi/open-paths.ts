import type { JsonObject } from '../core/json/json-value.ts';
import { oneExample } from './examples.ts';
import { toOperation } from './operation.ts';
import { refTo } from './references.ts';

const TAG = 'Service';
const BACKENDS = ['store', 'queue', 'key_vault'] as const;

export function healthSchemas(): JsonObject {
  const word = { type: 'string', enum: ['ok', 'unavailable'] };
  return {
    Health: {
      type: 'object',
      description: 'Which backends answer.',
      required: ['status', 'backends'],
      properties: {
        status: { ...word, description: '`ok` when all of them do.' },
        backends: {
          type: 'object',
          required: [...BACKENDS],
          properties: Object.fromEntries(BACKENDS.map((name) => [name, word])),
          additionalProperties: word,
        },
      },
      additionalProperties: false,
    },
  };
}

function health(away?: string): JsonObject {
  const backends = BACKENDS.map((name) => [name, name === away ? 'unavailable' : 'ok']);
  return { status: away ? 'unavailable' : 'ok', backends: Object.fromEntries(backends) };
}

/** What anybody may read. */
export function openPaths(): JsonObject {
  return { '/v1/health': healthPath(), '/v1/openapi.json': documentPath(), '/docs': pagePath() };
}

function healthPath(): JsonObject {
  const schema = refTo('schemas', 'Health');
  const get = toOperation({
    operationId: 'getHealth',
    tag: TAG,
    summary: 'Is it up',
    description: 'Whether the backends answer; they are asked at most once in 5 s.',
    needs: 'nothing',
    answer: {
      status: 200,
      description: 'All backends answer.',
      schema,
      examples: oneExample('ok', 'All is well', health()),
    },
  });
  const away = {
    description: 'A backend does not answer.',
    content: {
      'application/json': { schema, examples: { away: { summary: 'One is away', value: health('queue') } } },
    },
  };
  return { get: { ...get, responses: { ...(get.responses as JsonObject), 503: away } } };
}

function documentPath(): JsonObject {
  return {
    get: toOperation({
      operationId: 'getOpenApiDocument',
      tag: TAG,
      summary: 'This document',
      description: 'The API as an OpenAPI 3.1 document.',
      needs: 'nothing',
      answer: {
        status: 200,
        description: 'The document.',
        schema: { type: 'object', required: ['openapi', 'info', 'paths'] },
        examples: oneExample('document', 'Its beginning', {
          openapi: '3.1.1',
          info: { title: 'CarvOS', version: '1.0.0' },
          paths: {},
        }),
      },
    }),
  };
}

function pagePath(): JsonObject {
  const get = toOperation({
    operationId: 'getApiReference',
    tag: TAG,
    summary: 'The API reference, to read and to try',
    description: 'An HTML page made from this document.',
    needs: 'nothing',
    answer: { status: 200, description: '', schema: {}, examples: {} },
  });
  const page = {
    description: 'The page.',
    content: {
      'text/html': {
        schema: { type: 'string' },
        examples: { page: { summary: 'Its beginning', value: '<!doctype html>' } },
      },
    },
  };
  return { get: { ...get, responses: { ...(get.responses as JsonObject), 200: page } } };
}

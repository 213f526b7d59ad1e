import type { JsonObject } from '../core/json/json-value.ts';
import { AI_SERVICE_DESCRIPTION } from './ai-service-description.ts';
import { offeredPaths } from './ai-service-offers.ts';
import { processPath } from './ai-service-process.ts';
import { aiServiceSchemas } from './ai-service-schemas.ts';
import { type ErrorName, responseComponents } from './error-responses.ts';
import { headerComponents } from './headers.ts';

/** Which error answers CarvOS gives to the AI services. */
const RESPONSES: ReadonlySet<ErrorName> = new Set([
  'NotJson',
  'InvalidToken',
  'NotFound',
  'MethodNotAllowed',
  'BodyTimeout',
  'EventIdReused',
  'ResultTooLarge',
  'NotJsonContent',
  'InternalError',
  'Unavailable',
]);

/** The contract with Carv's AI services (spec section 10) as an OpenAPI 3.1 document: what CarvOS calls, and what it offers. */
export function aiServiceDocument(): JsonObject {
  const { Allow, RetryAfter } = headerComponents();
  return {
    openapi: '3.1.1',
    info: {
      title: "CarvOS and Carv's AI services",
      version: '1.0.0',
      summary: 'What CarvOS calls, and what it offers to be called.',
      description: AI_SERVICE_DESCRIPTION,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [CARVOS],
    tags: [
      { name: 'AI service', description: 'What the AI service serves.' },
      { name: 'CarvOS', description: 'What CarvOS serves for the AI services.' },
    ],
    security: [{ googleIdToken: [] }],
    paths: { ...processPath(), ...offeredPaths() },
    components: {
      schemas: aiServiceSchemas(),
      headers: { Allow: Allow as JsonObject, RetryAfter: RetryAfter as JsonObject },
      responses: responseComponents(RESPONSES, {}),
      securitySchemes: {
        googleIdToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'A Google-signed ID token of a configured service account, made out to the URL of the service that is called.',
        },
      },
    },
  };
}

const CARVOS = { url: '/', description: 'CarvOS: the URL of its function `results`' };

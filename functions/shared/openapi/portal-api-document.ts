import type { JsonObject } from '../core/json/json-value.ts';
import type { Route } from '../http/route.ts';
import type { Caller, DescribedPortalOperation } from '../portal/portal-operation.ts';
import { commonSchemas } from './components.ts';
import { headerComponents } from './headers.ts';
import { portalErrorResponses, portalErrors } from './portal-error-responses.ts';
import { toJsonSchema } from './to-json-schema.ts';

type PortalRoute = Route<DescribedPortalOperation>;

/** Who may call, and in which words the document says so. */
const CALLERS: Readonly<Record<Caller, { tag: string; description: string }>> = {
  anyone: { tag: 'Anyone', description: 'For anybody: nobody need be signed in.' },
  'signed-in': { tag: 'Signed in', description: 'For whoever is signed in, about themselves.' },
  administrator: {
    tag: 'Administrators',
    description:
      'For administrators of an ATS, about that ATS alone. Another one is answered as if there were none.',
  },
  staff: { tag: 'Staff', description: 'For Carv staff.' },
  ats: {
    tag: 'Administrators and staff',
    description:
      'For administrators about their own ATS, and for Carv staff about each. Another ATS than their own is answered to administrators as if there were none.',
  },
};

const PARAMETERS: Readonly<Record<string, { description: string; example: string }>> = {
  ats_id: { description: 'The id of the ATS.', example: 'acme-ats' },
  entry_id: {
    description: 'The id of an entry of the delivery log.',
    example: '5b0f6d0e-3f43-4a5e-9a1b-7f1f0a3c55d2',
  },
  event_id: { description: 'The `event_id` of a webhook.', example: 'evt_7f3b9f1c2d4e4a6b8c0d1e2f3a4b5c6d' },
  reference_id: {
    description: 'The reference id of a flow.',
    example: '019c9459-3440-7cc3-98c4-dc0c0c07398f',
  },
};

const DESCRIPTION = `What the pages of the portal ask for. It is theirs alone: it may change with them, and what an ATS builds on is the public API.

The session is a cookie that scripts do not get, for twelve hours at most; signing in sets it. A request that may change something
needs a body of JSON, which may be \`{}\`, and comes from a page of the portal: its \`Origin\` says so.

Every error is \`{"detail": …}\`: a sentence, or with a 422 a list of what is wrong and where. Which error wins: 404 (route), 405, 413,
403 (sent by another site), 401, 403 or 404 (not theirs), 415, 400, 422, 404, 409.`;

/** The portal's API as an OpenAPI 3.1 document, made of the routes that answer it. Made anew at each call. */
export function portalApiDocument(routes: readonly PortalRoute[]): JsonObject {
  const described = routes.flatMap(({ path, methods }) =>
    Object.entries(methods).map(([method, operation]) => describeOperation(operation, { path, method })),
  );
  const { Allow, RetryAfter } = headerComponents();
  const { Accepted: _, ReferenceId: __, ...schemas } = commonSchemas();
  return {
    openapi: '3.1.1',
    info: {
      title: "The portal's API",
      version: '1.0.0',
      summary: 'What the pages of the portal ask for.',
      description: DESCRIPTION,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'Where this document is' }],
    tags: Object.values(CALLERS).map(({ tag, description }) => ({ name: tag, description })),
    security: [{ session: [] }],
    paths: Object.fromEntries(routes.map(({ path }) => [path, pathItem(path, described)])),
    components: {
      schemas,
      headers: { Allow: Allow as JsonObject, RetryAfter: RetryAfter as JsonObject },
      responses: Object.assign({}, ...described.map(({ responses }) => responses)),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__session',
          description: 'What signing in has set. It is worth nothing once its session has ended.',
        },
      },
    },
  };
}

interface Described {
  path: string;
  method: string;
  operation: JsonObject;
  /** The components that it points at. */
  responses: JsonObject;
}

function pathItem(path: string, described: readonly Described[]): JsonObject {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1 },
    ...PARAMETERS[name],
  }));
  const own = described.filter((one) => one.path === path);
  return {
    ...(parameters.length > 0 ? { parameters } : {}),
    ...Object.fromEntries(own.map(({ method, operation }) => [method.toLowerCase(), operation])),
  };
}

function describeOperation(
  operation: DescribedPortalOperation,
  at: { path: string; method: string },
): Described {
  const { operationId, who, summary, body, status, answer } = operation;
  const { tag, description } = CALLERS[who];
  const failures = portalErrorResponses(portalErrors(operation, at));
  const schema = toJsonSchema(answer);
  const success = { description: String(schema.description ?? summary), content: jsonOf(schema) };
  const parameters = queryParameters(operation);
  return {
    ...at,
    responses: failures.components,
    operation: {
      operationId,
      tags: [tag],
      summary,
      description,
      security: who === 'anyone' ? [] : [{ session: [] }],
      ...(parameters.length > 0 ? { parameters } : {}),
      ...(body ? { requestBody: { required: true, content: jsonOf(toJsonSchema(body)) } } : {}),
      responses: { [status]: success, ...failures.responses },
    },
  };
}

function queryParameters({ query }: DescribedPortalOperation): JsonObject[] {
  const { properties = {}, required = [] } = toJsonSchema(query);
  return Object.entries(properties as Record<string, JsonObject>).map(
    ([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      required: (required as string[]).includes(name),
      description: description ?? `Only those of this ${name.replaceAll('_', ' ')}.`,
      schema,
    }),
  );
}

function jsonOf(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}

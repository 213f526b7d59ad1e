import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { DESCRIBED_ROUTES, PORTAL_ROUTES } from '../functions/portal-api/portal-routes.ts';
import { SANDBOX_ROUTES } from '../functions/sandbox/sandbox-routes.ts';
import { ERRORS, type ErrorCode } from '../functions/shared/core/errors.ts';
import type { JsonObject } from '../functions/shared/core/json/json-value.ts';
import { portalApiDocument } from '../functions/shared/openapi/portal-api-document.ts';
import { PortalClient } from './support/portal-client.ts';
import { DocumentSchemas } from './support/schemas-of.ts';
import { TestGateway } from './support/test-gateway.ts';
import { operationsOf, walkDocument } from './support/walk-document.ts';

const DOCUMENT = portalApiDocument(DESCRIBED_ROUTES);
const SCHEMAS = new DocumentSchemas(DOCUMENT);
const PLACES = walkDocument(DOCUMENT);
const OPERATIONS = operationsOf(DOCUMENT);

/** An operation of the document by its `operationId`. */
function operationNamed(id: string): JsonObject {
  return OPERATIONS.find(({ value }) => value.operationId === id)?.value as JsonObject;
}

/** The names of the errors that an operation lists under a status, which are those of its examples. */
function errorsOf(id: string, status: number): string[] {
  const { pointer } = OPERATIONS.find(({ value }) => value.operationId === id) ?? { pointer: '' };
  const { value } = SCHEMAS.at(`${pointer}/responses/${status}`);
  const { content = {} } = (value ?? {}) as { content?: Record<string, { examples: JsonObject }> };
  return Object.keys(content['application/json']?.examples ?? {});
}

describe("the OpenAPI document of the portal's API", () => {
  test('is valid OpenAPI 3.1, as an independent validator finds', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(DOCUMENT))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  test('is plain JSON with nothing in it that only we know', () => {
    expect(JSON.parse(JSON.stringify(DOCUMENT))).toEqual(DOCUMENT);
    expect(JSON.stringify(DOCUMENT)).not.toContain('wellFormed');
  });

  test('describes every route and method there is, and no other', () => {
    const routes = [...PORTAL_ROUTES, ...SANDBOX_ROUTES].flatMap(({ path, methods }) =>
      Object.keys(methods).map((method) => `${method.toLowerCase()} ${path}`),
    );
    const described = OPERATIONS.map(({ pointer }) => {
      const [, , path = '', method] = pointer.split('/');
      return `${method} ${path.replaceAll('~1', '/')}`;
    });
    expect(described.toSorted()).toEqual(routes.toSorted());
  });

  test('points only at what is there, and has nothing that nobody points at', () => {
    const references = PLACES.flatMap(({ value }) => (typeof value.$ref === 'string' ? [value.$ref] : []));
    for (const reference of references) {
      expect([reference, SCHEMAS.at(reference.slice(1)).value]).toEqual([reference, expect.anything()]);
    }
    const components = Object.entries(DOCUMENT.components as Record<string, JsonObject>)
      .filter(([section]) => section !== 'securitySchemes')
      .flatMap(([section, named]) => Object.keys(named).map((name) => `#/components/${section}/${name}`));
    expect(components.filter((component) => !references.includes(component))).toEqual([]);
  });

  test('says of every operation what it is and whom it is for, under a name of its own', () => {
    const ids = OPERATIONS.map(({ value }) => value.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const words = expect.stringMatching(/\w/);
    for (const { value } of OPERATIONS) {
      expect(value).toMatchObject({ operationId: words, summary: words, description: words, tags: [words] });
    }
    const open = OPERATIONS.filter(({ value }) => (value.security as unknown[]).length === 0);
    expect(open.map(({ value }) => value.operationId).toSorted()).toEqual([
      'getPortalApiDocument',
      'setPassword',
      'signIn',
    ]);
  });

  test('names every parameter of every path, and each of a query with what it means', () => {
    for (const [path, { parameters = [] }] of Object.entries(
      DOCUMENT.paths as Record<string, { parameters?: JsonObject[] }>,
    )) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([path, parameters.map(({ name }) => name)]).toEqual([path, names]);
    }
    const all = PLACES.filter(({ pointer }) => /\/parameters\/\d+$/.test(pointer));
    for (const { value } of all) expect(value.description).toEqual(expect.stringMatching(/\w/));
    const { parameters } = operationNamed('listDeliveries') as { parameters: JsonObject[] };
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['limit', 'cursor', 'event']));
  });

  test('has an example of every error, which fits its schema', () => {
    const { responses } = DOCUMENT.components as { responses: JsonObject };
    for (const name of Object.keys(responses)) {
      const place = `/components/responses/${name}/content/application~1json`;
      const { value } = SCHEMAS.at(`${place}/examples`);
      const examples = Object.values(value as Record<string, JsonObject>);
      expect([name, examples.length]).not.toEqual([name, 0]);
      for (const { value: example } of examples) {
        expect([name, SCHEMAS.misfit(`${place}/schema`, example)]).toEqual([name, undefined]);
      }
    }
  });

  test.each<[string, number, ErrorCode[]]>([
    ['signIn', 401, ['wrong_credentials']],
    ['signIn', 403, ['foreign_origin']],
    ['signIn', 429, ['sign_in_throttled', 'rate_limited']],
    ['getSession', 401, ['not_signed_in']],
    ['getSession', 403, []],
    ['getAts', 403, []],
    ['getAts', 404, ['not_found']],
    ['listAts', 403, ['not_permitted']],
    ['listAts', 404, []],
    ['rotateApiKey', 403, ['foreign_origin', 'not_permitted']],
    ['editAts', 409, ['stale_edit']],
    ['onboardAts', 409, ['already_exists']],
    ['resendWebhook', 409, ['not_resendable']],
    ['sendTestWebhook', 403, ['foreign_origin', 'not_permitted', 'ats_disabled']],
    ['getAts', 415, []],
    ['editAts', 415, ['not_json_content', 'content_encoding']],
  ])('lists of %s under %i exactly %j', (id, status, codes) => {
    expect(errorsOf(id, status)).toEqual(codes);
    expect(codes.every((code) => ERRORS[code].status === status)).toBe(true);
  });
});

describe('GET /portal/api/openapi.json', () => {
  let carvos: TestGateway;
  beforeAll(async () => {
    carvos = await TestGateway.start();
  });
  afterAll(() => carvos.stop());

  test('gives anybody the document, the same each time', async () => {
    const client = new PortalClient(carvos.gateway);
    const [first, second] = [await client.get('/openapi.json'), await client.get('/openapi.json')];
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(first.json).toEqual(DOCUMENT);
    expect(second.text).toBe(first.text);
  });

  test('takes nothing else for it', async () => {
    const client = new PortalClient(carvos.gateway);
    expect((await client.get('/openapi.json?x=1')).status).toBe(422);
    const refused = await client.call('POST', '/openapi.json');
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

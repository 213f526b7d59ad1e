import { describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { REST_ROUTES } from '../functions/rest/rest-routes.ts';
import { RESULTS_ROUTES } from '../functions/results/create-results.ts';
import type { JsonObject } from '../functions/shared/core/json/json-value.ts';
import { OUTGOING_EVENTS } from '../functions/shared/core/outgoing-events.ts';
import { RECORD_TYPES, recordEventNames } from '../functions/shared/core/records/record-types.ts';
import { WORKSPACE_TYPES } from '../functions/shared/core/workspaces/workspace-types.ts';
import type { Route } from '../functions/shared/http/route.ts';
import { aiServiceDocument } from '../functions/shared/openapi/ai-service-document.ts';
import { openApiDocument } from '../functions/shared/openapi/open-api-document.ts';
import { WEBHOOK_ROUTES } from '../functions/webhooks/create-webhooks.ts';
import { DocumentSchemas } from './support/schemas-of.ts';
import { VEHICLE } from './support/vehicle.ts';
import { METHODS, operationsOf, walkDocument } from './support/walk-document.ts';

type Named = { name: string; summary?: string; value: unknown };

const withVehicles = () => openApiDocument({ recordTypes: [...RECORD_TYPES, VEHICLE] });

describe.each([
  ['the public API', openApiDocument()],
  ['the public API with a fourth type of record', withVehicles()],
  ["the AI services' contract", aiServiceDocument()],
])('the OpenAPI document of %s', (_name, document: JsonObject) => {
  const schemas = new DocumentSchemas(document);
  const places = walkDocument(document);
  const operations = operationsOf(document);

  test('is valid OpenAPI 3.1, as an independent validator finds', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  test('is plain JSON with nothing in it that only we know', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(JSON.stringify(document)).not.toContain('wellFormed');
  });

  test('points only at what is there, and has nothing that nobody points at', () => {
    const references = places.flatMap(({ value }) => (typeof value.$ref === 'string' ? [value.$ref] : []));
    for (const reference of references) {
      expect([reference, schemas.at(reference.slice(1)).value]).toEqual([reference, expect.anything()]);
    }
    const components = Object.entries(document.components as Record<string, JsonObject>)
      .filter(([section]) => section !== 'securitySchemes')
      .flatMap(([section, named]) => Object.keys(named).map((name) => `#/components/${section}/${name}`));
    expect(components.filter((component) => !references.includes(component))).toEqual([]);
  });

  test('says of every operation what it is and does, under a name of its own', () => {
    const ids = operations.map(({ value }) => value.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = (document.tags as { name: string }[]).map(({ name }) => name);
    for (const { pointer, value } of operations) {
      const { operationId, summary, description, tags: own } = value;
      expect([pointer, operationId, summary, description]).toEqual([
        pointer,
        ...Array(3).fill(expect.stringMatching(/\w/)),
      ]);
      expect(tags).toEqual(expect.arrayContaining(own as string[]));
    }
  });

  test('names every parameter of every path', () => {
    for (const [path, item] of Object.entries(
      document.paths as Record<string, { parameters?: JsonObject[] }>,
    )) {
      const inPath = (item.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([path, inPath.map(({ name }) => name)]).toEqual([path, names]);
    }
  });

  test('has an example of every body, and each fits its schema', () => {
    const bodies = places.filter(({ pointer }) => /\/content\/[^/]+$/.test(pointer));
    expect(bodies.length).toBeGreaterThan(5);
    for (const { pointer, value } of bodies) {
      const examples = Object.entries((value.examples ?? {}) as Record<string, Named>);
      expect([pointer, examples.length]).not.toEqual([pointer, 0]);
      for (const [name, example] of examples) {
        expect([pointer, name, example.summary]).toEqual([pointer, name, expect.stringMatching(/\w/)]);
        expect([pointer, name, schemas.misfit(`${pointer}/schema`, example.value)]).toEqual([
          pointer,
          name,
          undefined,
        ]);
      }
    }
  });

  test('has an example of every parameter and header but the cursor, which only a list gives; and each fits', () => {
    const all = places.filter(({ pointer }) => /\/(parameters\/\w+|headers\/[A-Za-z-]+)$/.test(pointer));
    for (const { pointer, value } of all) {
      if ('$ref' in value || value.name === 'cursor') continue;
      expect([pointer, value.example]).toEqual([pointer, expect.anything()]);
      expect([pointer, schemas.misfit(`${pointer}/schema`, value.example)]).toEqual([pointer, undefined]);
    }
  });

  test('has closed error bodies, and nothing beside the reference id in a 202', () => {
    for (const name of ['Accepted', 'Error', 'ValidationError', 'ValidationIssue']) {
      expect(schemas.at(`/components/schemas/${name}`).value).toMatchObject({ additionalProperties: false });
    }
    const id = '019c9459-3440-7cc3-98c4-dc0c0c07398f';
    expect(schemas.misfit('/components/schemas/Accepted', { reference_id: id })).toBeUndefined();
    expect(schemas.misfit('/components/schemas/Accepted', { reference_id: id, more: 1 })).toBeDefined();
    expect(schemas.misfit('/components/schemas/Accepted', { reference_id: 'x' })).toBeDefined();
  });
});

/** `get /v1/health` for every method of every path. */
function routesOf(...routes: readonly Route<unknown>[]): string[] {
  return routes
    .flatMap(({ path, methods }) => Object.keys(methods).map((method) => `${method.toLowerCase()} ${path}`))
    .toSorted();
}

function pathsOf({ paths }: JsonObject): string[] {
  return Object.entries(paths as Record<string, JsonObject>)
    .flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => METHODS.includes(key))
        .map((method) => `${method} ${path}`),
    )
    .toSorted();
}

test('the public document describes every route there is, and no other', () => {
  const routes = [...REST_ROUTES, ...WEBHOOK_ROUTES];
  // Of the reference, its page is told of, and not the scripts and styles of that page.
  expect(pathsOf(openApiDocument())).toEqual(
    routesOf(...routes.filter(({ path }) => path !== '/docs/{file}')),
  );
});

test("the AI services' document describes what CarvOS calls, and every route that it offers", () => {
  expect(pathsOf(aiServiceDocument())).toEqual(
    ['post /v1/process', ...routesOf(...RESULTS_ROUTES)].toSorted(),
  );
});

test('every outgoing webhook is described, under its name', () => {
  const { webhooks } = openApiDocument();
  expect(Object.keys(webhooks as JsonObject)).toEqual(OUTGOING_EVENTS.map(({ event }) => event));
});

test('every incoming event is described, told apart by its name', () => {
  const schemas = new DocumentSchemas(openApiDocument());
  const { value } = schemas.at('/components/schemas/IncomingWebhook/discriminator/mapping');
  const events = [...recordEventNames(), ...WORKSPACE_TYPES.map(({ event }) => event)];
  expect(Object.keys(value as JsonObject)).toEqual(events);
  const misfit = (body: object) =>
    schemas.misfit('/components/schemas/IncomingWebhook', {
      event_id: '1',
      client_id: 'c',
      user_id: 'u',
      ...body,
    });
  expect(misfit({ event: 'candidate.deleted', candidate_id: 'c-1', anything: 1 })).toBeUndefined();
  expect(misfit({ event: 'candidate.updated', candidate_id: 'c-1', phone: null })).toBeUndefined();
  expect(misfit({ event: 'candidate.created', candidate_id: 'c-1' })).toBeDefined();
  expect(misfit({ event: 'candidate.updated' })).toBeDefined();
  expect(misfit({ event: 'candidate.exploded', candidate_id: 'c-1' })).toBeDefined();
});

test('a fourth type of record brings its operations, schemas and events with it', () => {
  const before = openApiDocument();
  const after = withVehicles();
  const added = (list: (document: JsonObject) => string[]) =>
    list(after).filter((one) => !list(before).includes(one));
  expect(added(pathsOf)).toEqual([
    'delete /v1/vehicles/{vehicle_id}',
    'get /v1/vehicles',
    'get /v1/vehicles/{vehicle_id}',
    'patch /v1/vehicles/{vehicle_id}',
    'post /v1/vehicles',
  ]);
  expect(added(({ webhooks }) => Object.keys(webhooks as JsonObject))).toEqual([
    'vehicle.created',
    'vehicle.updated',
    'vehicle.deleted',
  ]);
  expect(added(({ components }) => Object.keys((components as { schemas: JsonObject }).schemas))).toEqual([
    'Vehicle',
    'VehiclePatch',
    'VehicleShown',
    'VehiclePage',
    'IncomingVehicleCreated',
    'IncomingVehicleUpdated',
    'IncomingVehicleDeleted',
    'OutgoingVehicleCreated',
    'OutgoingVehicleUpdated',
    'OutgoingVehicleDeleted',
  ]);
  const schemas = new DocumentSchemas(after);
  const { value } = schemas.at('/components/schemas/IncomingWebhook/discriminator/mapping');
  expect(Object.keys(value as JsonObject)).toContain('vehicle.created');
});

test('the server is the one that is asked for', () => {
  expect(openApiDocument({ serverUrl: 'https://api.example' }).servers).toEqual([
    { url: 'https://api.example' },
  ]);
});

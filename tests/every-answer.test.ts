import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../functions/shared/core/json/json-value.ts';
import { MEETING_OUTPUTS, meetingOutputSample } from '../functions/shared/core/meetings/meeting-outputs.ts';
import { signWebhook } from '../functions/shared/core/signature/sign-webhook.ts';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { updateAts } from '../functions/shared/flows/update-ats.ts';
import { openApiDocument } from '../functions/shared/openapi/open-api-document.ts';
import { type DescribedOperation, describedOperations } from './support/described-operations.ts';
import { rawRequest } from './support/raw-request.ts';
import { TestGateway } from './support/test-gateway.ts';

const OPERATIONS = describedOperations(openApiDocument());

/** A body that is half a minute late is shown by the tests of readBody; and what asks nothing of ours can't be broken by it. */
const isShownElsewhere = ({ proof }: DescribedOperation, status: number) =>
  status === 408 || (status === 500 && proof === 'none');

const ROWS = OPERATIONS.flatMap((operation) => {
  const { method, template, statuses } = operation;
  const shown = statuses.filter((status) => !isShownElsewhere(operation, status));
  return shown.map((status) => ({ operation, method, template, status }));
});

interface Account {
  atsId: string;
  key: string;
  secret: string;
}

interface Request {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

describe('every answer of the API', () => {
  let carvos: TestGateway;
  let referenceId: string;
  let disabled: Account;
  const runtime = () => carvos.gateway.runtime;

  beforeAll(async () => {
    carvos = await TestGateway.start();
    await fill();
    const { apiKey, incomingSecret } = await createAts(runtime(), {
      atsId: 'off',
      name: 'Off',
      webhookUrl: null,
    });
    await updateAts(runtime(), 'off', { enabled: false });
    disabled = { atsId: 'off', key: apiKey, secret: incomingSecret };
  });
  afterAll(() => carvos.stop());

  let working: object;
  beforeEach(() => {
    working = { ...runtime().store };
  });
  afterEach(() => {
    Object.assign(runtime().store, working);
    // Whatever was found out about the backends is too old now.
    carvos.clock.advance(5000);
  });

  const demo = (): Account => {
    const { ats_id: atsId, api_key: key, incoming_secret: secret } = carvos.gateway.demo;
    return { atsId, key, secret };
  };

  /** Everything that the examples of the document name is there. */
  async function fill(): Promise<void> {
    for (const operation of OPERATIONS.filter(({ method, proof }) => method === 'POST' && proof === 'key')) {
      const answer = await send(requestTo(operation), operation, demo());
      referenceId = JSON.parse(answer.text).reference_id;
    }
    await carvos.work();
    for (const output of MEETING_OUTPUTS) {
      const { event } = output;
      const data = meetingOutputSample(output);
      const told = { event, event_id: event, ats_id: 'demo', workspace: 'acme-nl', data };
      expect((await carvos.fromAi('events', told)).status).toBe(202);
    }
  }

  /** A request as the examples of the document make it, which there is nothing to say against. */
  function requestTo({ method, template, parameters, bodies }: DescribedOperation): Request {
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name) => {
      const example = parameters.find((parameter) => parameter.name === name)?.example;
      return encodeURIComponent(name === 'reference_id' ? referenceId : String(example));
    });
    const scope = parameters.filter(({ in: place, name }) => place === 'header' && /^X-ATS-/.test(name));
    return {
      method,
      path,
      headers: {
        'content-type': 'application/json',
        ...Object.fromEntries(scope.map(({ name, example }) => [name.toLowerCase(), String(example)])),
      },
      body: bodies.length > 0 ? JSON.stringify(bodies[0]) : '',
    };
  }

  function send(request: Request, { proof }: DescribedOperation, { atsId, key, secret }: Account) {
    const { headers, body } = request;
    const timestampSeconds = Math.floor(carvos.clock.now() / 1000);
    const proofs: Record<string, () => Record<string, string>> = {
      key: () => ({ 'x-api-key': key }),
      signature: () => ({
        'x-webhook-signature': signWebhook({ secrets: [secret], timestampSeconds, body: Buffer.from(body) }),
      }),
    };
    const path = request.path.replace(/^\/v1\/webhooks\/.*/, `/v1/webhooks/${atsId}`);
    return rawRequest(carvos.gateway.baseUrl, {
      ...request,
      path,
      headers: { ...proofs[proof]?.(), ...headers },
    });
  }

  /** What is wrong for a 422, in the order of what an operation has. */
  function invalid(request: Request, { bodies, parameters }: DescribedOperation): Request {
    const { 'x-ats-user-id': user, ...headers } = request.headers;
    if (user !== undefined) return { ...request, headers };
    if (bodies.length > 0) return { ...request, body: '{}' };
    if (parameters.some(({ name }) => name === 'limit'))
      return { ...request, path: `${request.path}?limit=0` };
    return { ...request, path: request.path.replace(/(\/v1\/\w+)\/[^/]+/, '$1/%ff') };
  }

  /** Has something been done under an id, and then other things under the same. */
  async function reuse(request: Request, operation: DescribedOperation): Promise<Request> {
    const id = 'used-before';
    if (operation.proof === 'signature') {
      const told = { ...JSON.parse(request.body), event_id: id };
      await send({ ...request, body: JSON.stringify(told) }, operation, demo());
      return { ...request, body: JSON.stringify({ ...told, added: 1 }) };
    }
    const headers = { ...request.headers, 'idempotency-key': id };
    await send({ ...request, headers }, operation, demo());
    if (operation.method === 'DELETE') {
      // Its content is who deletes; and there has to be something to delete.
      await fill();
      return { ...request, headers: { ...headers, 'x-ats-user-id': 'somebody-else' } };
    }
    return {
      ...request,
      headers,
      body: JSON.stringify({ ...(JSON.parse(request.body) as JsonObject), added: 1 }),
    };
  }

  /** Makes of a right request one that gets this status, or has things be so that it does. */
  const MEANS: Record<
    number,
    (request: Request, operation: DescribedOperation) => Request | Promise<Request>
  > = {
    200: (request) => request,
    202: (request) => request,
    400: (request) => ({ ...request, body: '{' }),
    401: (request) => ({
      ...request,
      headers: { ...request.headers, 'x-api-key': '', 'x-webhook-signature': '' },
    }),
    403: (request) => request,
    404: ({ path, ...request }) => ({
      ...request,
      path: path.replace(/(\/v1\/\w+)\/[^/]+/, (_, before) =>
        before.endsWith('events')
          ? `${before}/${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`
          : `${before}/nobody`,
      ),
    }),
    405: (request) => ({ ...request, method: 'PUT' }),
    409: reuse,
    413: (request) => ({ ...request, body: request.body + ' '.repeat(512 * 1024 + 1) }),
    415: (request) => ({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } }),
    422: invalid,
    500: (request) => {
      runtime().store.getAll = () => {
        throw new TypeError('our mistake');
      };
      return request;
    },
    503: (request) => {
      runtime().store.getAll = () => Promise.reject(new Error('away'));
      return request;
    },
  };

  const inOneGateway = ROWS.filter(({ status }) => status !== 429);
  test.each(inOneGateway)('$method $template answers $status', async ({ operation, status }) => {
    if (operation.method === 'DELETE') await fill();
    const means = MEANS[status];
    if (means === undefined) throw new Error(`nothing here shows a ${status}`);
    const request = await means(requestTo(operation), operation);
    const answer = await send(request, operation, status === 403 ? disabled : demo());
    expect([answer.status, answer.text.slice(0, 300)]).toEqual([status, expect.any(String)]);
  });
});

describe('every answer of the API to too many requests', () => {
  let carvos: TestGateway;
  beforeAll(async () => {
    carvos = await TestGateway.start({ config: { rateLimit: { perSecond: 1, burst: 1 } } });
    await carvos.call('GET', '/v1/workspaces');
    await carvos.webhook({});
  });
  afterAll(() => carvos.stop());

  test.each(ROWS.filter(({ status }) => status === 429))(
    '$method $template answers $status',
    async ({ method, template, operation }) => {
      const path = template.replaceAll(/\{\w+\}/g, 'any');
      const isWebhook = operation.proof === 'signature';
      const answer = isWebhook ? await carvos.webhook({}) : await carvos.call(method, path);
      expect(answer.status).toBe(429);
    },
  );
});

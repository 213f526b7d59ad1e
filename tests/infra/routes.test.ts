import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { functionForPath, PUBLIC_ROUTES, type PublicRoute } from '../../functions/public-routes.ts';
import { createRest } from '../../functions/rest/create-rest.ts';
import type { RestDeps } from '../../functions/rest/operation.ts';
import { silentLog } from '../support/silent-log.ts';
import { TestClock } from '../support/test-clock.ts';
import { testIds } from '../support/test-ids.ts';

const ROUTES: PublicRoute[] = JSON.parse(readFileSync('infra/routes.json', 'utf8'));
const TERRAFORM = readFileSync('infra/edge-load-balancer.tf', 'utf8');

const [, served = ''] = /edge_functions = toset\(\[(.*)\]\)/.exec(TERRAFORM) ?? [];
const SERVED = Array.from(served.matchAll(/"([^"]+)"/g), ([, name]) => name);
const [, DEFAULT] = /edge_default = "([^"]+)"/.exec(TERRAFORM) ?? [];

/** Where the load balancer leads: the served routes by priority, then the default. */
function atTheEdge(path: string): string | undefined {
  const matches = (route: PublicRoute) =>
    route.path.endsWith('/') ? path.startsWith(route.path) : path === route.path;
  return ROUTES.filter((route) => SERVED.includes(route.function)).find(matches)?.function ?? DEFAULT;
}

describe('infra/routes.json', () => {
  test('is the one route table, in its order', () => {
    expect(ROUTES).toEqual(PUBLIC_ROUTES);
  });

  test('leads at the edge where the table leads, for rest and webhooks, and to rest with everything else', () => {
    expect([SERVED, DEFAULT]).toEqual([['rest', 'webhooks'], 'rest']);
    const piece = fc.constantFrom('v1', 'webhooks', 'internal', 'docs', 'portal', 'api', 'sandbox', '', 'x');
    const anyPath = fc.array(piece, { maxLength: 6 }).map((pieces) => `/${pieces.join('/')}`);
    fc.assert(
      fc.property(anyPath, (path) => {
        const wanted = functionForPath(path) ?? 'rest';
        expect(atTheEdge(path)).toBe(SERVED.includes(wanted) ? wanted : 'rest');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what is no route of the edge', () => {
  let server: Server;
  let base: string;
  beforeAll(async () => {
    const clock = new TestClock();
    // Whatever else it would ask is not there: a path that it does not know is told without.
    const deps = { clock, ids: testIds(clock), log: silentLog, rateLimit: { perSecond: 1, burst: 1 } };
    server = createServer(createRest(deps as unknown as RestDeps)).listen(0, '127.0.0.1');
    await new Promise((ready) => server.once('listening', ready));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  const elsewhere = PUBLIC_ROUTES.filter((route) => !SERVED.includes(route.function)).map(({ path }) => path);
  test.each([...elsewhere, '/', '/portal/', '/v2/candidates', '/wp-login.php', '/.env', '/docs2', '/v1'])(
    '%s is answered by rest: 404, in JSON',
    async (path) => {
      expect(atTheEdge(path)).toBe('rest');
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(`${base}${path}`, { method });
        expect([answer.status, answer.headers.get('content-type')]).toEqual([
          404,
          expect.stringContaining('application/json'),
        ]);
        expect(await answer.json()).toEqual({ detail: 'No such route' });
      }
    },
  );
});

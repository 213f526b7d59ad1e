import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { matchRoute, pathParameter, type Route } from './route.ts';

const ROUTES: Route<string>[] = [
  { path: '/v1/things', methods: { GET: 'list', POST: 'create' } },
  { path: '/v1/things/{id}', methods: { GET: 'get', DELETE: 'delete' } },
];

const request = (method: string, url: string) => ({ method, url }) as IncomingMessage;
const id = (url: string) => pathParameter(matchRoute(ROUTES, request('GET', url)), 'id');

describe('matchRoute', () => {
  test('finds the target by path and method, and reads the query', () => {
    const match = matchRoute(ROUTES, request('GET', '/v1/things?limit=3&cursor=a%2Fb'));
    expect([match.target, match.query.get('limit'), match.query.get('cursor')]).toEqual(['list', '3', 'a/b']);
    expect(matchRoute(ROUTES, request('HEAD', '/v1/things')).target).toBe('list');
  });

  test.each([
    ['/v1/things/a%2Fb', 'a/b'],
    ['/v1/things/..', '..'],
    ['/v1/things/%2E%2E', '..'],
    ['/v1/things/%F0%9F%99%82', '🙂'],
    ['/v1/things/__proto__', '__proto__'],
    ['/v1/things/a+b?x=/y', 'a+b'],
  ])('%s names %s', (url, wanted) => {
    expect(id(url)).toBe(wanted);
  });

  test.each(['/', '/v1/things/', '/v1/things/a/b', '/v1//things', '/V1/things', '/v1/thing', '*', ''])(
    '%j is no route',
    (url) => {
      expect(() => matchRoute(ROUTES, request('GET', url))).toThrow(
        expect.objectContaining({ code: 'route_not_found' }),
      );
    },
  );

  test('another method is a 405 with those there are; names every object has are no methods', () => {
    for (const method of ['PUT', 'toString', '__proto__', 'constructor']) {
      expect(() => matchRoute(ROUTES, request(method, '/v1/things'))).toThrow(
        expect.objectContaining({ code: 'method_not_allowed', headers: { allow: 'GET, HEAD, POST' } }),
      );
    }
  });

  test.each(['/v1/things/%', '/v1/things/%zz', '/v1/things/%ff'])(
    '%s is not percent-encoded UTF-8: a 422',
    (url) => {
      expect(() => id(url)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
    },
  );
});

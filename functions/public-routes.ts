import type { FunctionName } from './function-names.ts';

export interface PublicRoute {
  /** A path that ends in `/` stands for everything below it. */
  path: string;
  function: FunctionName;
}

/** Which function answers which path, the first match first: for the local router and whatever routes in production. */
export const PUBLIC_ROUTES: readonly PublicRoute[] = [
  { path: '/v1/webhooks/', function: 'webhooks' },
  { path: '/internal/v1/', function: 'results' },
  { path: '/v1/', function: 'rest' },
  { path: '/docs', function: 'rest' },
  { path: '/docs/', function: 'rest' },
  { path: '/portal/api/sandbox/', function: 'sandbox' },
  { path: '/portal/api/', function: 'portal-api' },
];

/** The function that answers a path (without its query); undefined when none does. */
export function functionForPath(path: string): FunctionName | undefined {
  const matches = (route: PublicRoute) =>
    route.path.endsWith('/') ? path.startsWith(route.path) : path === route.path;
  return PUBLIC_ROUTES.find(matches)?.function;
}

import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../core/errors.ts';
import { validationError } from '../core/validation-error.ts';

export interface Route<T> {
  /** `/v1/candidates/{candidate_id}`: a `{name}` takes one whole segment. */
  path: string;
  /** What answers each method. */
  methods: Readonly<Record<string, T>>;
}

export interface RouteMatch<T> {
  target: T;
  /** The template, for logs. */
  path: string;
  /** Decoded; call {@link pathParameter} to read them. */
  parameters: Readonly<Record<string, string>>;
  query: URLSearchParams;
}

/**
 * Finds the route of a request. The raw path is split by hand: a URL parser would resolve `..`, which may be a record's id.
 * Throws `route_not_found`, or `method_not_allowed` with `Allow`.
 */
export function matchRoute<T>(routes: readonly Route<T>[], request: IncomingMessage): RouteMatch<T> {
  const url = request.url ?? '/';
  const queryStart = url.indexOf('?');
  const pathname = queryStart === -1 ? url : url.slice(0, queryStart);
  const query = new URLSearchParams(queryStart === -1 ? '' : url.slice(queryStart + 1));
  const segments = pathname.split('/');
  for (const route of routes) {
    const parameters = matchPath(route.path.split('/'), segments);
    if (parameters === undefined) continue;
    const method = request.method ?? 'GET';
    // A HEAD is a GET whose body Node leaves out.
    const wanted = method === 'HEAD' && !Object.hasOwn(route.methods, 'HEAD') ? 'GET' : method;
    const target = Object.hasOwn(route.methods, wanted) ? route.methods[wanted] : undefined;
    if (target === undefined) {
      throw new GatewayError('method_not_allowed', { headers: { allow: allowed(route.methods) } });
    }
    return { target, path: route.path, parameters, query };
  }
  throw new GatewayError('route_not_found');
}

/** A path parameter, percent-decoded. Throws a 422 for a malformed encoding. */
export function pathParameter(match: Pick<RouteMatch<unknown>, 'parameters'>, name: string): string {
  try {
    return decodeURIComponent(match.parameters[name] ?? '');
  } catch {
    throw validationError({
      loc: ['path', name],
      msg: 'The path is not percent-encoded UTF-8',
      type: 'encoding',
    });
  }
}

function matchPath(template: string[], segments: string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] as string;
    if (part.startsWith('{')) {
      if (segment === '') return undefined;
      parameters[part.slice(1, -1)] = segment;
    } else if (part !== segment) {
      return undefined;
    }
  }
  return parameters;
}

function allowed(methods: Readonly<Record<string, unknown>>): string {
  return Object.keys(methods)
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .join(', ');
}

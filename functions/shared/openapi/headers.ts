import type { JsonObject } from '../core/json/json-value.ts';
import { refTo } from './references.ts';

/** The headers of answers, each described once. */
export function headerComponents(): JsonObject {
  return {
    Allow: {
      description: 'The methods that the path has.',
      required: true,
      schema: { type: 'string', pattern: '^[A-Z]+(, [A-Z]+)*$' },
      example: 'GET, HEAD, POST',
    },
    RateLimit: {
      description: 'How things stand: `r` requests are left now, and in `t` seconds all are there again.',
      required: true,
      schema: { type: 'string', pattern: '^"[^"]+";r=[0-9]+;t=[0-9]+$' },
      example: '"ats";r=57;t=2',
    },
    RateLimitPolicy: {
      description: 'The rate: `q` requests may come at once, and in `w` seconds that many come back.',
      required: true,
      schema: { type: 'string', pattern: '^"[^"]+";q=[0-9]+;w=[0-9]+$' },
      example: '"ats";q=200;w=2',
    },
    RetryAfter: {
      description: 'Seconds to wait before the next try.',
      schema: { type: 'integer', minimum: 1 },
      example: 1,
    },
  };
}

/** What every answer to a caller who has proved who they are carries. */
export function rateHeaders(): JsonObject {
  return {
    RateLimit: refTo('headers', 'RateLimit'),
    'RateLimit-Policy': refTo('headers', 'RateLimitPolicy'),
  };
}

/** The same headers on an answer that may also come before it is known who calls. */
export function optional(headers: JsonObject): JsonObject {
  const components = headerComponents() as Record<string, JsonObject>;
  return Object.fromEntries(
    Object.keys(headers).map((name) => [name, { ...components[name.replace('-', '')], required: false }]),
  );
}

/** The wait that an answer demands, or only advises. */
export function retryAfter(required: boolean): JsonObject {
  if (!required) return { 'Retry-After': refTo('headers', 'RetryAfter') };
  return { 'Retry-After': { ...(headerComponents().RetryAfter as JsonObject), required } };
}

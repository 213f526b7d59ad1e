import type { ServerResponse } from 'node:http';
import { encodeJson } from '../core/json/encode-json.ts';
import type { JsonValue } from '../core/json/json-value.ts';

/** An answer of a handler: a status, a JSON body, and headers of its own. */
export interface Answer {
  status: number;
  body: JsonValue;
  headers?: Readonly<Record<string, string>>;
}

/** Writes an answer as JSON. Nothing of it may be kept by a cache: it is one ATS's data. */
export function respond(response: ServerResponse, { status, body, headers }: Answer): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const bytes = encodeJson(body);
  // Express adds this one; it tells nobody anything they need.
  response.removeHeader('x-powered-by');
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(bytes);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonValue } from '../core/json/json-value.ts';
import { afterWholeBody, endAfterClient, isPipe } from './firebase-pipe.ts';
import { bodyFraming } from './keep-body-unread.ts';

/** An answer of a handler: a status, a JSON body, and headers of its own. */
export interface Answer {
  status: number;
  body: JsonValue;
  /** What goes out in place of the body, where it is no JSON or is kept as it goes out. */
  content?: { type: string; bytes: Uint8Array };
  headers?: Readonly<Record<string, string>>;
}

/** Writes an answer, as JSON unless it says otherwise. Nothing of it may be kept by a cache: it is one ATS's data, if it does not say so. */
export function respond(response: ServerResponse, answer: Answer): void {
  const { req: request } = response;
  if (isPipe(request) && isBodyUnread(request)) afterWholeBody(request, () => send(response, answer));
  else send(response, answer);
}

function send(response: ServerResponse, { status, body, content, headers }: Answer): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // A text goes out together with the headers, in one piece.
  const text = content?.bytes ?? JSON.stringify(body);
  const unread = isBodyUnread(response.req);
  // Express adds this one; it tells nobody anything they need.
  response.removeHeader('x-powered-by');
  response.writeHead(status, {
    'content-type': content?.type ?? 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // The rest of a body cannot be told from a next request, so the connection must end with this answer.
    ...(unread ? { connection: 'close' } : {}),
    ...headers,
  });
  if (unread) endAfterLingering(response, text);
  else if (isPipe(response.req) && !response.shouldKeepAlive) endAfterClient(response, text);
  else response.end(text);
}

function isBodyUnread(request: IncomingMessage): boolean {
  const { contentLength, transferEncoding } = bodyFraming(request);
  return !request.complete && (contentLength !== undefined || transferEncoding !== undefined);
}

const LINGER_MS = 2000;

/**
 * Sends the whole answer but keeps the connection a little longer, throwing away what still comes in. A socket that is closed
 * while its client is sending is reset, and the client never sees why its body was refused.
 */
function endAfterLingering(response: ServerResponse, text: string | Uint8Array): void {
  const { req: request } = response;
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  response.write(text);
  request.once('end', end).once('close', end).resume();
}

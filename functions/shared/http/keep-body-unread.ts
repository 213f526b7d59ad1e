import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** The framing headers of a request, which were taken off it. */
export interface BodyFraming {
  contentLength: string | undefined;
  transferEncoding: string | undefined;
}

const framings = new WeakMap<IncomingMessage, BodyFraming>();
let subscribed = false;

/**
 * Keeps functions-framework's parsers from the body. They would read up to 1 GiB before any authentication, inflate it, and
 * answer a malformed one with a page of their own. They look for a body by its framing headers; so these are taken off the
 * request as it starts, before any handler, and kept aside. Node's own HTTP parser has already read them. Affects every HTTP
 * server of the process; call it before the first request.
 */
export function keepBodyUnread(): void {
  if (subscribed) return;
  subscribed = true;
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    const { 'content-length': contentLength, 'transfer-encoding': transferEncoding } = request.headers;
    framings.set(request, { contentLength, transferEncoding });
    delete request.headers['content-length'];
    delete request.headers['transfer-encoding'];
  });
}

/** The framing of a request's body, whether or not its headers were taken off. */
export function bodyFraming(request: IncomingMessage): BodyFraming {
  return (
    framings.get(request) ?? {
      contentLength: request.headers['content-length'],
      transferEncoding: request.headers['transfer-encoding'],
    }
  );
}

import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** The framing headers of a request, which were taken off it. */
export interface BodyFraming {
  contentLength: string | undefined;
  transferEncoding: string | undefined;
}

/** Kept on the request under a name that two copies of this module share, should a process load it twice. */
const FRAMING = Symbol.for('carvos.body-framing');

type FramedRequest = IncomingMessage & { [FRAMING]?: BodyFraming };

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
    const { request } = message as { request: FramedRequest };
    request[FRAMING] ??= headerFraming(request);
    delete request.headers['content-length'];
    delete request.headers['transfer-encoding'];
  });
}

/** The framing of a request's body, whether or not its headers were taken off. */
export function bodyFraming(request: FramedRequest): BodyFraming {
  return request[FRAMING] ?? headerFraming(request);
}

function headerFraming({ headers }: IncomingMessage): BodyFraming {
  return { contentLength: headers['content-length'], transferEncoding: headers['transfer-encoding'] };
}

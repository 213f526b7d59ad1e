import type { IncomingMessage } from 'node:http';

/** A web page can have its own name resolve to 127.0.0.1 and then read what it likes (DNS rebinding); its name gives it away. */
export function isOurHost({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return /^(?:127\.0\.0\.1|localhost)(?::\d*)?$/i.test(headers.host ?? '');
}

import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../../functions/shared/core/errors.ts';
import {
  createHttpHandler,
  type HttpHandler,
  type HttpHandlerDeps,
} from '../../functions/shared/http/http-handler.ts';
import type { Answer } from '../../functions/shared/http/respond.ts';
import { readHostingHeaders } from './read-hosting-headers.ts';
import { type PortalFile, readPortal } from './read-portal.ts';

const NOT_BUILT =
  'The portal is not built here. npm start builds it, and so does npm run build; then start again';

/**
 * Answers `/portal` and what is below it as Firebase Hosting does in production, with the headers that `firebase.json` says:
 *
 * - a file that was built: 200, with that file
 * - `/portal`: 301 to `/portal/`
 * - another path, which is a page's own: 200, with `index.html`
 * - an asset that is missing, or a path that is none: 404
 * - anything but GET and HEAD: 405
 *
 * Without a `folder`, the portal is not built: a 404 that says so.
 */
export function createPortalPages(deps: HttpHandlerDeps, folder: string | undefined): HttpHandler {
  const files = folder === undefined ? undefined : readPortal(folder);
  const headersOf = readHostingHeaders();
  return createHttpHandler(deps, async (request) => {
    const [path = '/', ...query] = (request.url ?? '/').split('?');
    assertReading(request);
    if (files === undefined) throw new GatewayError('route_not_found', { detail: NOT_BUILT });
    if (path === '/portal') return redirect(['/portal/', ...query].join('?'));
    const { type, bytes } = fileFor(files, path);
    return { status: 200, body: null, content: { type, bytes }, headers: headersOf(path) };
  });
}

function assertReading({ method }: IncomingMessage): void {
  if (method === 'GET' || method === 'HEAD') return;
  throw new GatewayError('method_not_allowed', { headers: { allow: 'GET, HEAD' } });
}

function redirect(location: string): Answer {
  const headers = { location, 'cache-control': 'no-cache' };
  return { status: 301, body: null, content: { type: 'text/plain', bytes: Buffer.alloc(0) }, headers };
}

/** Throws `route_not_found`. */
function fileFor(files: ReadonlyMap<string, PortalFile>, path: string): PortalFile {
  const plain = decodePath(path);
  const file = plain && (files.get(plain) ?? (isPage(plain) ? files.get('/portal/index.html') : undefined));
  if (!file) throw new GatewayError('route_not_found');
  return file;
}

/** Files are looked up by their plain name, whatever a browser encodes of it. Undefined for a malformed encoding. */
function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** A part that begins with a dot leads elsewhere or is hidden: Hosting's rewrite passes it over, too. Nor has a page a name that no file can have. */
function isPage(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
  const isStrange = /[\\\u0000-\u001f\u007f]|\/\./.test(path);
  return !isStrange && !path.startsWith('/portal/assets/');
}

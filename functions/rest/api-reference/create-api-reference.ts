import { GatewayError } from '../../shared/core/errors.ts';
import type { Answer } from '../../shared/http/respond.ts';
import { ASSETS } from './assets.ts';
import { PAGE, PAGE_SCRIPT, PAGE_STYLE } from './page.ts';
import { readAsset } from './read-asset.ts';

/** Nothing but what comes from here is loaded, run or called; Swagger UI sets some styles in its markup. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const OWN: Readonly<Record<string, { type: string; text: string }>> = {
  'page.js': { type: 'text/javascript; charset=utf-8', text: PAGE_SCRIPT },
  'page.css': { type: 'text/css; charset=utf-8', text: PAGE_STYLE },
};

export interface ApiReference {
  /** `GET /docs` */
  page(): Answer;
  /** `GET /docs/{file}`, of a closed list of files. Rejects with `route_not_found`. */
  file(name: string): Promise<Answer>;
}

/** The API reference, to read and to try out, with Swagger UI. Its files are read when somebody wants them, and then kept. */
export function createApiReference(): ApiReference {
  const read = new Map<string, Promise<Buffer>>();

  async function assetOf(name: string): Promise<Answer> {
    const bytes = read.get(name) ?? readAsset(name);
    read.set(name, bytes);
    bytes.catch(() => read.delete(name));
    return answerOf(ASSETS[name] ?? '', await bytes, { 'cache-control': 'public, max-age=3600' });
  }

  return {
    page: () =>
      answerOf('text/html; charset=utf-8', Buffer.from(PAGE), {
        'cache-control': 'no-cache',
        'content-security-policy': POLICY,
        'referrer-policy': 'no-referrer',
      }),
    async file(name) {
      const own = Object.hasOwn(OWN, name) ? OWN[name] : undefined;
      if (own) return answerOf(own.type, Buffer.from(own.text), { 'cache-control': 'no-cache' });
      if (!Object.hasOwn(ASSETS, name)) throw new GatewayError('route_not_found');
      return assetOf(name);
    },
  };
}

function answerOf(type: string, bytes: Buffer, headers: Record<string, string>): Answer {
  return { status: 200, body: null, content: { type, bytes }, headers };
}

import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readHostingHeaders } from '../scripts/local/read-hosting-headers.ts';
import { browserTest, startBrowser } from './support/browser.ts';
import { builtPortal } from './support/built-portal.ts';
import { rawRequest } from './support/raw-request.ts';
import { TestGateway } from './support/test-gateway.ts';

/** Headers of the connection and of the body, which Hosting has its own of. */
const OF_THE_SERVER = ['connection', 'content-length', 'content-type', 'date', 'keep-alive'];

describe("the portal's pages", () => {
  let carvos: TestGateway;
  let baseUrl: string;
  let folder: string;
  let page: string;
  let assets: string[];
  beforeAll(async () => {
    carvos = await TestGateway.start({ preparePortal: builtPortal });
    baseUrl = carvos.gateway.baseUrl;
    folder = await builtPortal();
    page = readFileSync(join(folder, 'index.html'), 'utf8');
    assets = readdirSync(join(folder, 'assets')).map((name) => `/portal/assets/${name}`);
  });
  afterAll(() => carvos?.stop());

  const get = (path: string, method = 'GET') => rawRequest(baseUrl, { method, path });

  async function expectAsHostingSays(path: string): Promise<void> {
    const { status, headers } = await get(path);
    const own = Object.entries(headers).filter(([name]) => !OF_THE_SERVER.includes(name));
    expect([path, status, Object.fromEntries(own)]).toEqual([path, 200, readHostingHeaders()(path)]);
  }

  test('have exactly the headers that firebase.json gives them, and so have their files', async () => {
    for (const path of ['/portal/', '/portal/index.html', '/portal/deliveries/x', ...assets]) {
      await expectAsHostingSays(path);
    }
  });

  test('are the same page at every address below /portal/ that is no file, whatever its query', async () => {
    const paths = [
      '',
      'sign-in',
      'ats/acme.example/log',
      'a//b',
      'index.html',
      '%C3%A9?next=/portal/x',
      '?x',
    ];
    for (const path of paths) {
      const answer = await get(`/portal/${path}`);
      expect([path, answer.status, answer.text]).toEqual([path, 200, page]);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    }
  });

  test('come with files of the right type, byte for byte, and only those may be kept for ever', async () => {
    expect(assets.length).toBeGreaterThan(1);
    const types = {
      js: 'text/javascript; charset=utf-8',
      css: 'text/css; charset=utf-8',
      svg: 'image/svg+xml',
    };
    for (const path of assets) {
      const response = await fetch(`${baseUrl}${path}`);
      const bytes = readFileSync(join(folder, path.slice('/portal/'.length)));
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
      const type = Object.entries(types).find(([ending]) => path.endsWith(`.${ending}`))?.[1];
      if (type) expect([path, response.headers.get('content-type')]).toEqual([path, type]);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    expect((await get('/portal/')).headers['cache-control']).toBe('no-cache');
  });

  test('do not take the place of an asset that is missing, which nobody may keep', async () => {
    for (const path of ['/portal/assets/gone-1a2b.js', '/portal/assets/', '/portal/%61ssets/x.css']) {
      const { status, headers, text } = await get(path);
      expect([path, status, text]).toEqual([path, 404, '{"detail":"No such route"}']);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json' });
    }
  });

  test('answer HEAD as GET, without a body, and no other method', async () => {
    for (const path of ['/portal/', '/portal/x', assets[0] ?? '']) {
      const [head, whole] = [await get(path, 'HEAD'), await get(path)];
      expect([head.status, head.text]).toEqual([200, '']);
      expect({ ...head.headers, date: '' }).toEqual({ ...whole.headers, date: '' });
    }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
      const { status, headers } = await get('/portal/x', method);
      expect([method, status, headers.allow]).toEqual([method, 405, 'GET, HEAD']);
    }
  });

  test('are where / leads, and /portal', async () => {
    const at = async (path: string) => {
      const { status, headers } = await get(path);
      return [status, headers.location];
    };
    expect(await at('/')).toEqual([302, '/portal/']);
    expect(await at('/portal')).toEqual([301, '/portal/']);
    expect(await at('/portal?x=1')).toEqual([301, '/portal/?x=1']);
    expect((await get('/portals')).status).toBe(404);
  });

  test.each([
    '/portal/../package.json',
    '/portal/..',
    '/portal/./index.html',
    '/portal/assets/../index.html',
    '/portal/assets/../../../../package.json',
    '/portal/%2e%2e/%2e%2e/package.json',
    '/portal/..%2f..%2fpackage.json',
    '/portal/..%5c..%5cpackage.json',
    '/portal/..\\..\\package.json',
    '/portal/assets/%2e%2e%2f%2e%2e%2f.stamp',
    '/portal/.stamp',
    '/portal/%2estamp',
    '/portal/x%00.html',
    '/portal/%0d%0aset-cookie:x',
    '/portal/%',
    '/portal/%ff',
    '/portal/%c0%ae%c0%ae/x',
  ])('do not let %s lead anywhere', async (path) => {
    const answer = await sendBytes(Buffer.from(path));
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toContain('{"detail":"No such route"}');
  });

  test('are an answer or a refusal, never a failure, for whatever bytes a path is made of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (bytes) => {
        expect(await sendBytes(Buffer.concat([Buffer.from('/portal/'), bytes]))).toMatch(
          /^HTTP\/1\.1 (200|4\d\d) /,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('say that they are not built, and how to build them, where they are not', async () => {
    const bare = await TestGateway.start();
    try {
      for (const path of ['/portal', '/portal/', '/portal/x']) {
        const { status, text } = await rawRequest(bare.gateway.baseUrl, { method: 'GET', path });
        expect([path, status]).toEqual([path, 404]);
        expect(JSON.parse(text).detail).toMatch(/not built.*npm run build/);
      }
    } finally {
      await bare.stop();
    }
  });

  browserTest(
    'run in a browser under their own Content-Security-Policy, also at a deep link',
    async () => {
      const browser = await startBrowser();
      try {
        const shown = await browser.newPage();
        const refused: string[] = [];
        shown.on('console', (message) => {
          if (/Content Security Policy|Trusted|Permissions-Policy/i.test(message.text()))
            refused.push(message.text());
        });
        shown.on('pageerror', (error) => refused.push(error.message));
        for (const path of ['/', '/portal/some/deep/link']) {
          await shown.goto(`${baseUrl}${path}`);
          await shown.locator('#root > *').first().waitFor({ state: 'attached' });
        }
        expect(refused).toEqual([]);
      } finally {
        await browser.close();
      }
    },
    60_000,
  );

  /** One request with these very bytes as its path; the whole answer as text. */
  async function sendBytes(path: Uint8Array): Promise<string> {
    const { port } = new URL(baseUrl);
    const socket = connect({ host: '127.0.0.1', port: Number(port) });
    const rest = ` HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
    socket.write(Buffer.concat([Buffer.from('GET '), path, Buffer.from(rest)]));
    return text(socket);
  }
});

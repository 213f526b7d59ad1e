import { describe, expect, test } from '@jest/globals';
import { wireHeaders } from '../../../tests/support/wire-headers.ts';
import type { SenderContext } from './http-sender.contract.ts';

const KIB = 1024;

interface Arrived {
  method: string | undefined;
  url: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** What is sent is what arrives. */
export function describeRequests(context: SenderContext): void {
  /** A server that answers 200 and keeps what arrived. */
  async function recorder(): Promise<{ base: string; arrived: Arrived[] }> {
    const arrived: Arrived[] = [];
    const base = await context.servers.http(async (request, response) => {
      const { method, url } = request;
      // As they came over the wire: something else in the process may have taken framing headers off the request.
      const headers = wireHeaders(request);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      arrived.push({ method, url, headers, body: Buffer.concat(chunks) });
      response.end();
    });
    return { base, arrived };
  }

  describe('a request', () => {
    test.each([
      ['every byte value', Buffer.from(Array.from({ length: 256 }, (_, value) => value))],
      ['JSON text', Buffer.from('{"name": "Zoë 🎉",  "n": 1.0}')],
      ['no bytes', Buffer.alloc(0)],
      ['768 KiB', Buffer.alloc(768 * KIB, 'CarvOS 🎉 ')],
    ])('with a body of %s arrives byte for byte, with its length', async (_, body) => {
      const { base, arrived } = await recorder();

      expect(await context.send(`${base}/hook`, { body })).toMatchObject({
        kind: 'response',
        statusCode: 200,
      });

      expect(arrived).toHaveLength(1);
      expect(arrived[0]?.method).toBe('POST');
      expect(arrived[0]?.body.equals(body)).toBe(true);
      expect(arrived[0]?.headers['content-length']).toBe(String(body.length));
      expect(arrived[0]?.headers['transfer-encoding']).toBeUndefined();
    });

    test('has the headers it was given and, besides, none that says more than how it travels', async () => {
      const { base, arrived } = await recorder();
      const headers = {
        'Content-Type': 'application/json',
        'User-Agent': 'CarvOS-Webhooks/1.0',
        'X-CarvOS-Event': 'candidate.created',
        'X-Webhook-Signature': 't=1772015400,v1=00ff',
      };

      await context.send(`${base}/hook`, { headers });

      const { host, connection, 'content-length': length, ...given } = arrived[0]?.headers ?? {};
      expect(given).toEqual(
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      );
      expect({ host, length }).toEqual({ host: base.slice('http://'.length), length: '2' });
      expect(connection).toBeDefined();
    });

    test.each(['/', '/hook?a=1&b=%20c&a=2', '/a%2Fb/..%2f/%C3%AB', '/?url=https://x.test/?y', '/a;b=c,d'])(
      'goes to path and query as they are written: %s',
      async (path) => {
        const { base, arrived } = await recorder();

        await context.send(`${base}${path}`);

        expect(arrived.map(({ url }) => url)).toEqual([path]);
      },
    );

    test('goes to the root when the URL has no path, and a fragment stays here', async () => {
      const { base, arrived } = await recorder();

      await context.send(`${base}#part`);

      expect(arrived.map(({ url }) => url)).toEqual(['/']);
    });

    test('is not repeated, whatever the answer', async () => {
      let requests = 0;
      const base = await context.servers.http((_, response) => {
        requests += 1;
        response.writeHead(503, { 'retry-after': '0' }).end();
      });

      expect(await context.send(base)).toMatchObject({ kind: 'response', statusCode: 503 });

      expect(requests).toBe(1);
    });

    test('30 at once each get their own answer', async () => {
      const base = await context.servers.http((request, response) => {
        let body = '';
        request.on('data', (chunk) => {
          body += chunk;
        });
        request.on('end', () => response.end(`answer to ${body}`));
      });

      const results = await Promise.all(
        Array.from({ length: 30 }, (_, n) => context.send(base, { body: Buffer.from(`request ${n}`) })),
      );

      expect(results.map((result) => result.kind === 'response' && result.body.toString())).toEqual(
        Array.from({ length: 30 }, (_, n) => `answer to request ${n}`),
      );
    });
  });
}

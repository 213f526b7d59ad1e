import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { SenderContext } from './http-sender.contract.ts';
import { eachRequest } from './http-sender-servers.contract.ts';

/** What comes back, how much of it is read, and where it is not followed. */
export function describeAnswers(context: SenderContext): void {
  describe('an answer', () => {
    test.each([200, 201, 202, 204, 299, 304, 400, 401, 403, 404, 408, 410, 413, 429, 500, 502, 503, 599])(
      'of status %i is a result with that status',
      async (status) => {
        const base = await context.servers.http((_, response) => response.writeHead(status).end());

        const result = await context.send(base);

        expect(result).toMatchObject({ kind: 'response', statusCode: status, bodyTruncated: false });
        expect(result.durationMs).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(result.durationMs)).toBe(true);
      },
    );

    test.each([300, 301, 302, 303, 307, 308])(
      'of status %i is a result, and where it points is not asked',
      async (status) => {
        let asked = 0;
        const elsewhere = await context.servers.http((_, response) => {
          asked += 1;
          response.end('secret');
        });
        const base = await context.servers.http((request, response) => {
          if (request.url !== '/hook') asked += 1;
          const location = request.headers['x-to'] === 'itself' ? '/again' : `${elsewhere}/there`;
          response.writeHead(status, { location }).end('moved');
        });

        const away = await context.send(`${base}/hook`);
        const here = await context.send(`${base}/hook`, { headers: { 'x-to': 'itself' } });

        const headers = expect.objectContaining({ location: `${elsewhere}/there` });
        expect(away).toMatchObject({ kind: 'response', statusCode: status, headers });
        expect(away.kind === 'response' && away.body.toString()).toBe('moved');
        expect(here).toMatchObject({ kind: 'response', statusCode: status });
        expect(asked).toBe(0);
      },
    );

    test('brings its headers, under lower-case names', async () => {
      const base = await context.servers.http((_, response) => {
        response.setHeader('Retry-After', '120');
        response.setHeader('Set-Cookie', ['a=1', 'b=2']);
        response.end();
      });

      const result = await context.send(base);

      expect(result.kind === 'response' && result.headers).toMatchObject({
        'retry-after': '120',
        'set-cookie': ['a=1', 'b=2'],
      });
    });

    test('brings its body byte for byte', async () => {
      const body = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
      const base = await context.servers.http((_, response) => response.end(body));

      const result = await context.send(base);

      expect(result.kind === 'response' && result.body.equals(body)).toBe(true);
      expect(result).toMatchObject({ bodyTruncated: false });
    });

    test.each([
      [0, false],
      [99, false],
      [100, false],
      [101, true],
      [100_000, true],
    ])('of %i bytes, of which 100 are wanted: cut is %p', async (size, cut) => {
      const body = Buffer.alloc(size, 'abcdefghij');
      const base = await context.servers.http((_, response) => response.end(body));

      const result = await context.send(base, { maxResponseBytes: 100 });

      expect(result).toMatchObject({ kind: 'response', statusCode: 200, bodyTruncated: cut });
      expect(result.kind === 'response' && result.body.equals(body.subarray(0, 100))).toBe(true);
    });

    test('without end is cut, and its connection is given up', async () => {
      const closed = Promise.withResolvers<void>();
      const base = await context.servers.http((_, response) => {
        const more = () => {
          while (response.write('x'.repeat(1000))) {}
        };
        response.on('drain', more);
        response.on('close', () => closed.resolve());
        more();
      });

      const result = await context.send(base, { maxResponseBytes: 2000 });

      expect(result).toMatchObject({ kind: 'response', statusCode: 200, bodyTruncated: true });
      expect(result.kind === 'response' && result.body.toString()).toBe('x'.repeat(2000));
      await closed.promise;
    });

    test('that is compressed stays so, a bomb included', async () => {
      const bomb = gzipSync(Buffer.alloc(20_000_000));
      const base = await context.servers.http((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      });

      const result = await context.send(base, { maxResponseBytes: 64 * 1024 });

      expect(result.kind === 'response' && result.body.equals(bomb)).toBe(true);
      expect(result).toMatchObject({ bodyTruncated: false });
    });

    test.each([
      ['broken gzip', 'gzip', 'this is not gzip'],
      ['an unknown encoding', 'x-secret', 'anything'],
      ['several encodings', 'gzip, br', 'anything'],
    ])('that claims %s is a result all the same', async (_, encoding, body) => {
      const base = await context.servers.http((_request, response) => {
        response.writeHead(200, { 'content-encoding': encoding }).end(body);
      });

      const result = await context.send(base);

      expect(result.kind === 'response' && result.body.toString()).toBe(body);
    });

    test('comes after any number of interim ones', async () => {
      const base = await context.servers.raw((socket) =>
        eachRequest(socket, () => {
          socket.write('HTTP/1.1 100 Continue\r\n\r\n'.repeat(3));
          socket.write('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n');
          socket.write('HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok');
        }),
      );

      const result = await context.send(base);

      expect(result).toMatchObject({ kind: 'response', statusCode: 202 });
      expect(result.kind === 'response' && result.body.toString()).toBe('ok');
    });

    test.each(['end', 'resetAndDestroy', 'resume'] as const)(
      'of 101, which nobody asked for, is a result, and nothing is left of the connection (%s)',
      async (leave) => {
        const closed = Promise.withResolvers<void>();
        const base = await context.servers.raw((socket) => {
          socket.once('close', () => closed.resolve());
          eachRequest(socket, () => {
            socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: tls\r\n\r\n');
            setImmediate(() => socket[leave]());
          });
        });

        expect(await context.send(base)).toMatchObject({
          kind: 'response',
          statusCode: 101,
          bodyTruncated: false,
        });

        await closed.promise;
      },
    );

    test('that comes before the request was read to its end is a result', async () => {
      const base = await context.servers.raw((socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig');
          socket.resume();
        });
      });

      const result = await context.send(base, { body: Buffer.alloc(500_000) });

      expect(result).toMatchObject({ kind: 'response', statusCode: 413 });
    });

    test('without a length ends with its connection', async () => {
      const base = await context.servers.raw((socket) =>
        eachRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end')),
      );

      const result = await context.send(base);

      expect(result.kind === 'response' && result.body.toString()).toBe('to the end');
    });

    test('is read while it is still coming', async () => {
      const base = await context.servers.http(async (_, response) => {
        for (const part of ['one ', 'two ', 'three']) {
          if (!response.write(part)) await once(response, 'drain');
          await new Promise((resolve) => setImmediate(resolve));
        }
        response.end();
      });

      const result = await context.send(base);

      expect(result.kind === 'response' && result.body.toString()).toBe('one two three');
    });
  });
}

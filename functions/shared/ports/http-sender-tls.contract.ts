import { once } from 'node:events';
import { connect, type SecureVersion } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { type CreateSender, requestTo, type SenderContext } from './http-sender.contract.ts';
import { makeCertificates } from './http-sender-servers.contract.ts';

/** Only TLS 1.2 and newer, and only to whom the certificate names. */
export function describeTls(context: SenderContext, createSender: CreateSender): void {
  const [own, otherName] = makeCertificates('IP:127.0.0.1', 'DNS:ats.example.test') ?? [];
  if (own === undefined || otherName === undefined) {
    test.skip('TLS: there is no openssl on this machine to make certificates with', () => {});
    return;
  }
  const trusting = (...ca: string[]) => createSender({ ca });
  const answer = 'over TLS';

  describe('over TLS', () => {
    test.each<SecureVersion>(['TLSv1.2', 'TLSv1.3'])('%s is spoken', async (version) => {
      const options = { ...own, minVersion: version, maxVersion: version };
      const url = await context.servers.https(options, (_, response) => response.end(answer));

      const result = await trusting(own.cert).send(requestTo(url));

      expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
      expect(result.kind === 'response' && result.body.toString()).toBe(answer);
    });

    test.each<SecureVersion>(['TLSv1', 'TLSv1.1'])('%s is refused', async (version) => {
      let requests = 0;
      const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
      const url = await context.servers.https({ ...own, ...old }, (_, response) => {
        requests += 1;
        response.end(answer);
      });
      // The server does speak it, to those who still do.
      const client = connect({ port: Number(new URL(url).port), host: '127.0.0.1', ca: own.cert, ...old });
      await once(client, 'secureConnect');
      expect(client.getProtocol()).toBe(version);
      client.destroy();

      const result = await trusting(own.cert).send(requestTo(url));

      expect(result).toMatchObject({ kind: 'error', failure: 'tls' });
      expect(requests).toBe(0);
    });

    test.each([
      ['of nobody who is trusted', own, () => createSender()],
      ['of another authority', own, () => trusting(otherName.cert)],
      ['for another name', otherName, () => trusting(otherName.cert)],
    ])('a certificate %s is refused, and nothing is sent', async (_, certificate, sender) => {
      let requests = 0;
      const url = await context.servers.https(certificate, (_request, response) => {
        requests += 1;
        response.end(answer);
      });

      expect(await sender().send(requestTo(url))).toMatchObject({ kind: 'error', failure: 'tls' });

      expect(requests).toBe(0);
    });

    test('a server that does not speak it is refused', async () => {
      const url = await context.servers.http((_, response) => response.end());

      const result = await trusting(own.cert).send(requestTo(url.replace('http:', 'https:')));

      expect(result).toMatchObject({ kind: 'error', failure: 'tls' });
    });

    test('a handshake that never ends is ended by the deadline', async () => {
      const closed = Promise.withResolvers<void>();
      const url = await context.servers.raw((socket) => {
        socket.resume();
        socket.once('close', () => closed.resolve());
      });

      const result = await trusting(own.cert).send(
        requestTo(url.replace('http:', 'https:'), { timeoutMs: 150 }),
      );

      expect(result).toMatchObject({ kind: 'error', failure: 'timeout' });
      await closed.promise;
    });

    test('a handshake that is cut is a lost connection', async () => {
      const url = await context.servers.raw((socket) => socket.once('data', () => socket.resetAndDestroy()));

      const result = await trusting(own.cert).send(requestTo(url.replace('http:', 'https:')));

      expect(result).toMatchObject({ kind: 'error', failure: 'connection_lost' });
    });

    test('plain HTTP to a server that speaks TLS is no answer', async () => {
      const url = await context.servers.https(own, (_, response) => response.end(answer));

      const result = await trusting(own.cert).send(requestTo(url.replace('https:', 'http:')));

      expect(result.kind === 'error' || result.statusCode === 400).toBe(true);
    });

    test('a body of an answer is cut and its connection given up', async () => {
      const closed = Promise.withResolvers<void>();
      const url = await context.servers.https(own, (_, response) => {
        const more = () => {
          while (response.write('x'.repeat(1000))) {}
        };
        response.on('drain', more).on('close', () => closed.resolve());
        more();
      });

      const result = await trusting(own.cert).send(requestTo(url, { maxResponseBytes: 10 }));

      expect(result).toMatchObject({ kind: 'response', bodyTruncated: true });
      await closed.promise;
    });
  });
}

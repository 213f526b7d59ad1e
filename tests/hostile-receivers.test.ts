import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAddressFilter } from '../functions/shared/adapters/net/address-filter.ts';
import { createGotHttpSender } from '../functions/shared/adapters/net/got-http-sender.ts';
import type { Ats } from '../functions/shared/core/ats.ts';
import { type SentWebhook, sendWebhook } from '../functions/shared/flows/send-webhook.ts';
import type { HttpSender } from '../functions/shared/ports/http-sender.ts';
import {
  eachRequest,
  makeCertificates,
  Servers,
} from '../functions/shared/ports/http-sender-servers.contract.ts';
import { NameServer } from './support/name-server.ts';

const [right, wrong] = makeCertificates('DNS:ats.example', 'DNS:other.example') ?? [];
const TIMEOUT_MS = 1500;
const MIB = 1024 * 1024;

const status = (line: string, ...headers: string[]) =>
  `HTTP/1.1 ${line}\r\n${[...headers, 'Content-Length: 2'].join('\r\n')}\r\n\r\nok`;

/** Writes on and on, as far as the other side reads. */
function flood(socket: TLSSocket, head: string, chunk: Buffer, total = Number.POSITIVE_INFINITY): void {
  let left = total;
  socket.write(head);
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      left -= chunk.length;
      if (!socket.write(chunk)) return;
    }
    if (left <= 0) socket.end();
  };
  socket.on('drain', more);
  more();
}

/** Writes a byte now and then, for as long as anybody listens. */
function trickle(socket: TLSSocket, head: string): void {
  socket.write(head);
  const timer = setInterval(() => socket.write('x'), 100);
  socket.on('close', () => clearInterval(timer));
}

interface Case {
  name: string;
  answer: (socket: TLSSocket) => void;
  /** What becomes of the attempt. */
  outcome: Partial<SentWebhook>;
  /** And how much is kept of the answer. */
  kept?: number | 'whole';
}

const says = (text: string) => (socket: TLSSocket) => void socket.write(text);
const success = (statusCode: number) => ({ outcome: 'success', statusCode, reason: null }) as const;
const failure = (statusCode: number, reason: string) =>
  ({ outcome: 'failure', statusCode, reason: expect.stringContaining(reason) as unknown as string }) as const;
const error = (reason: string) =>
  ({
    outcome: 'error',
    statusCode: null,
    reason: expect.stringContaining(reason) as unknown as string,
  }) as const;

/** What ends only with the time limit. */
const OUT_OF_TIME = error('in time');

/** For what ends by itself, however busy the machine is. */
const PATIENCE_MS = 25_000;

const CASES: Case[] = [
  { name: '200', answer: says(status('200 OK')), outcome: success(200), kept: 'whole' },
  { name: '201', answer: says(status('201 Created')), outcome: success(201) },
  {
    name: '204',
    answer: says('HTTP/1.1 204 No Content\r\n\r\n'),
    outcome: success(204),
    kept: 'whole',
  },
  ...[301, 302, 303, 307, 308].map((code) => ({
    name: `${code}, which is not followed`,
    answer: says(status(`${code} Elsewhere`, 'Location: https://127.0.0.1/')),
    outcome: failure(code, 'redirect'),
  })),
  { name: '400', answer: says(status('400 Bad')), outcome: failure(400, '400') },
  { name: '401', answer: says(status('401 No')), outcome: failure(401, 'secret') },
  { name: '410', answer: says(status('410 Gone')), outcome: failure(410, '410') },
  { name: '429', answer: says(status('429 Slow down', 'Retry-After: 30')), outcome: failure(429, '429') },
  { name: '500', answer: says(status('500 Oops')), outcome: failure(500, '500') },
  { name: 'a reset', answer: (socket) => socket.destroy(), outcome: error('connection was lost') },
  { name: 'nothing at all', answer: () => {}, outcome: OUT_OF_TIME },
  {
    name: 'headers that never end',
    answer: (socket) => trickle(socket, 'HTTP/1.1 200 OK\r\nX: '),
    outcome: OUT_OF_TIME,
  },
  {
    name: 'a body at a byte now and then',
    answer: (socket) => trickle(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n'),
    outcome: OUT_OF_TIME,
  },
  {
    name: 'a body without end',
    answer: (socket) => flood(socket, 'HTTP/1.1 200 OK\r\n\r\n', Buffer.alloc(16_384, 'x')),
    outcome: success(200),
    kept: 65_536,
  },
  {
    name: 'a body of 10 MB',
    answer: (socket) =>
      flood(
        socket,
        'HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n',
        Buffer.alloc(16_384, 'x'),
        10 * MIB,
      ),
    outcome: success(200),
    kept: 65_536,
  },
  {
    name: 'a gzip bomb',
    answer: (socket) => {
      const bomb = gzipSync(Buffer.alloc(50 * MIB));
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
      socket.write(bomb);
    },
    outcome: success(200),
    kept: 'whole',
  },
  {
    name: 'a bomb of chunks',
    answer: (socket) =>
      flood(socket, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', Buffer.from('1\r\nx\r\n')),
    outcome: success(200),
    kept: 65_536,
  },
  {
    name: 'bad bytes in its headers',
    answer: says('HTTP/1.1 200 OK\r\nX-Bad: \x00\x01\r\n\r\nok'),
    outcome: error('not valid HTTP'),
  },
  {
    name: 'headers without end',
    answer: (socket) => flood(socket, 'HTTP/1.1 200 OK\r\n', Buffer.from('X: y\r\n')),
    outcome: error('not valid HTTP'),
  },
  {
    name: 'one header of 1 MB',
    answer: (socket) => flood(socket, 'HTTP/1.1 200 OK\r\nX: ', Buffer.alloc(16_384, 'y'), MIB),
    outcome: error('not valid HTTP'),
  },
  { name: 'no HTTP', answer: says('SSH-2.0-OpenSSH_9.9\r\n'), outcome: error('not valid HTTP') },
];

const withCertificates = right && wrong ? describe : describe.skip;
withCertificates('a webhook that is sent over TLS to a receiver that does as it likes', () => {
  const names = new NameServer();
  const servers = new Servers();
  let sender: HttpSender;
  beforeAll(async () => {
    names.answer('ats.example', ['127.0.0.1']);
    const filter = createAddressFilter({ servers: [await names.start()], problemOf: () => undefined });
    sender = createGotHttpSender({ filter, ca: [right?.cert ?? '', wrong?.cert ?? ''] });
  });
  afterAll(async () => {
    await servers.closeAll();
    await names.stop();
  });

  /** Sends to a server at the name that it has a certificate for, or not. */
  function send(base: string, timeoutMs: number = PATIENCE_MS): Promise<SentWebhook> {
    const webhookUrl = `https://ats.example:${new URL(base).port}/hook`;
    const secrets = { open: async () => 'a secret', seal: async () => ({}) as never };
    const webhook = {
      event: 'candidate.created',
      referenceId: 'r',
      payload: Buffer.from('{"event":"candidate.created"}'),
    };
    return sendWebhook(
      {
        sender,
        secrets: secrets as never,
        clock: { now: () => 0 },
        urlPolicy: { allowPrivateTargets: false },
      },
      webhook,
      { atsId: 'demo', webhookUrl } as Ats,
      { timeoutMs, test: false },
    );
  }

  test.each(CASES)('$name', async ({ answer, outcome, kept }) => {
    const sockets: TLSSocket[] = [];
    const base = await servers.rawTls(right ?? {}, (socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      eachRequest(socket, () => answer(socket));
    });
    const { result, ...judged } = await send(base, outcome === OUT_OF_TIME ? TIMEOUT_MS : PATIENCE_MS);
    expect(judged).toMatchObject(outcome);
    if (kept) {
      const { body, bodyTruncated } = result as Extract<typeof result, { kind: 'response' }>;
      expect(bodyTruncated).toBe(kept !== 'whole');
      if (kept !== 'whole') expect(body).toHaveLength(kept);
    }
    // What was not wanted was not read: it stayed with the receiver, but for what the system holds on the way.
    for (const socket of sockets) expect(socket.bytesWritten).toBeLessThan(8 * MIB);
    expect(sockets).toHaveLength(1);
  });

  test('a certificate of another name is none, and nothing is sent', async () => {
    let requests = 0;
    const base = await servers.https(wrong ?? {}, (_, response) => {
      requests += 1;
      response.end();
    });
    expect(await send(base)).toMatchObject(error('certificate'));
    expect(requests).toBe(0);
  });

  test('after all this it sends as before', async () => {
    const base = await servers.https(right ?? {}, (request, response) =>
      request.resume().on('end', () => response.end('ok')),
    );
    expect(await send(base)).toMatchObject(success(200));
  });
});

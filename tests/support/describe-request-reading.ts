import { connect } from 'node:net';
import { createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signWebhook } from '../../functions/shared/core/signature/sign-webhook.ts';
import { type RawAnswer, type RawRequest, rawRequest } from './raw-request.ts';
import { ADA } from './test-gateway.ts';

/** A way in: where it serves and how to prove who one is. */
export interface FrontDoor {
  restUrl: string;
  webhooksUrl: string;
  atsId: string;
  apiKey: string;
  incomingSecret: string;
  now(): number;
  stop(): Promise<void>;
}

const KIB = 1024;
const MAX = 512 * KIB;

/** Bytes kept free for what a webhook has besides the record. */
const ROOM = 120;

type Send = (body: Buffer | string, options?: Partial<RawRequest>) => Promise<RawAnswer>;

/** What every front door must do with every body. One row a case: REST and webhooks answer alike. */
const CASES: {
  name: string;
  body: Buffer | string;
  options?: Partial<RawRequest>;
  status: number;
  detail?: unknown;
}[] = [
  { name: 'a plain candidate', body: candidate(''), status: 202 },
  { name: 'chunked encoding', body: candidate(''), options: { chunked: true }, status: 202 },
  { name: 'exactly 512 KiB', body: candidateOf(MAX), status: 202 },
  { name: 'exactly 512 KiB, chunked', body: candidateOf(MAX), options: { chunked: true }, status: 202 },
  { name: '512 KiB less a byte', body: candidateOf(MAX - 1), status: 202 },
  {
    name: 'a byte over 512 KiB',
    body: candidateOf(MAX + 1),
    status: 413,
    detail: 'The body is larger than 512 KiB',
  },
  { name: 'a byte over, chunked', body: candidateOf(MAX + 1), options: { chunked: true }, status: 413 },
  { name: 'three times the limit', body: candidateOf(3 * MAX), status: 413 },
  {
    name: 'three times the limit, chunked',
    body: candidateOf(3 * MAX),
    options: { chunked: true },
    status: 413,
  },
  { name: 'no body', body: '', status: 400, detail: 'The body is not valid JSON' },
  { name: 'half a JSON text', body: '{"candidate_id": ', status: 400, detail: 'The body is not valid JSON' },
  { name: 'an HTML page', body: '<!doctype html>', status: 400 },
  {
    name: 'bytes that are not UTF-8',
    body: Buffer.from('{"a":"\xff\xfe"}', 'latin1'),
    status: 400,
    detail: 'The body is not valid UTF-8',
  },
  { name: 'UTF-16', body: Buffer.from(candidate(''), 'utf16le'), status: 400 },
  {
    name: 'a byte order mark',
    body: `\uFEFF${candidate('')}`,
    status: 400,
    detail: 'The body begins with a byte order mark: send UTF-8 without one',
  },
  { name: 'an overlong encoding', body: Buffer.from([0x22, 0xc0, 0xaf, 0x22]), status: 400 },
  { name: 'nested 64 deep', body: candidate(`,"x":${'['.repeat(63)}${']'.repeat(63)}`), status: 202 },
  {
    name: 'nested 65 deep',
    body: candidate(`,"x":${'['.repeat(64)}${']'.repeat(64)}`),
    status: 422,
    detail: [{ loc: ['body'], msg: 'The body nests deeper than 64 levels', type: 'too_deep' }],
  },
  { name: 'nested 100,000 deep', body: candidate(`,"x":${'['.repeat(1e5)}${']'.repeat(1e5)}`), status: 422 },
  { name: 'nested 100,000 deep in objects', body: `${'{"a":'.repeat(8e4)}1${'}'.repeat(8e4)}`, status: 422 },
  { name: '100,000 brackets that never close', body: '['.repeat(1e5), status: 400 },
  {
    name: '__proto__, constructor and toString',
    body: candidate(',"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1'),
    status: 202,
  },
  { name: 'huge numbers', body: candidate(`,"x":1e999999,"y":${'9'.repeat(100_000)},"z":-0`), status: 202 },
  { name: 'a number where a string must be', body: candidate(',"phone":1e400'), status: 422 },
  { name: '100,000 wrong list entries', body: candidate(`,"tags":[${'1,'.repeat(1e5)}1]`), status: 422 },
  { name: 'a lone surrogate in an id', body: candidate('').replace('"c-1"', '"\\ud800"'), status: 422 },
  { name: 'an id of 129 characters', body: candidate('').replace('c-1', 'x'.repeat(129)), status: 422 },
  { name: 'null', body: 'null', status: 422 },
  { name: 'a list', body: '[]', status: 422 },
  {
    name: 'no content type',
    body: candidate(''),
    options: { headers: { 'content-type': [] } },
    status: 415,
    detail: 'Content-Type must be application/json',
  },
  {
    name: 'text/plain',
    body: candidate(''),
    options: { headers: { 'content-type': 'text/plain' } },
    status: 415,
  },
  {
    name: 'a form',
    body: 'a=1',
    options: { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    status: 415,
  },
  {
    name: 'application/json; charset=utf-8',
    body: candidate(''),
    options: { headers: { 'content-type': 'application/json; charset=UTF-8' } },
    status: 202,
  },
  {
    name: 'another charset',
    body: candidate(''),
    options: { headers: { 'content-type': 'application/json; charset=utf-16' } },
    status: 415,
  },
  {
    name: 'gzip',
    body: gzipSync(candidate('')),
    options: { headers: { 'content-encoding': 'gzip' } },
    status: 415,
    detail: 'Content-Encoding is not supported: send the body uncompressed',
  },
  {
    name: 'an unheard-of content encoding',
    body: candidate(''),
    options: { headers: { 'content-encoding': 'x-unheard-of' } },
    status: 415,
  },
  {
    name: 'Expect: 100-continue',
    body: candidate(''),
    options: { headers: { expect: '100-continue' } },
    status: 202,
  },
];

/** What is not in our hands where something else stands in front. */
export interface Proxied {
  /** Tests, by their name, of what it keeps from coming through. */
  stops: RegExp;
  /** A header that it adds by itself. */
  adds: string;
}

/** The suite that every way in passes: raw bytes, own caps, no inflation, own errors. */
export function describeRequestReading(
  name: string,
  start: () => Promise<FrontDoor>,
  proxied?: Proxied,
): void {
  const comesThrough = (testName: string) => !proxied?.stops.test(testName);
  describe(`reading a request through ${name}`, () => {
    let door: FrontDoor;
    beforeAll(async () => {
      door = await start();
    }, 30_000);
    afterAll(() => door.stop());

    let count = 0;
    const rest: Send = (body, { headers, ...options } = {}) =>
      rawRequest(door.restUrl, {
        path: '/v1/candidates',
        body,
        headers: {
          'x-api-key': door.apiKey,
          'x-ats-client-id': 'acme',
          'x-ats-user-id': 'u',
          'content-type': 'application/json',
          ...headers,
        },
        ...options,
      });
    const webhook: Send = (body, { headers, ...options } = {}) => {
      count += 1;
      const bytes = asWebhook(Buffer.from(body), `e-${count}`);
      const timestampSeconds = Math.floor(door.now() / 1000);
      return rawRequest(door.webhooksUrl, {
        path: `/v1/webhooks/${door.atsId}`,
        body: bytes,
        headers: {
          'x-webhook-signature': signWebhook({
            secrets: [door.incomingSecret],
            timestampSeconds,
            body: bytes,
          }),
          'content-type': 'application/json',
          ...headers,
        },
        ...options,
      });
    };

    for (const [via, send] of [
      ['rest', rest],
      ['webhooks', webhook],
    ] as const) {
      test.each(CASES.filter((one) => comesThrough(one.name)))(
        `${via}: $name → $status`,
        async ({ body, options, status, detail }) => {
          const answer = await send(body, options);
          expect([answer.status, answer.text.slice(0, 300)]).toEqual([status, expect.anything()]);
          expect(answer.headers['content-type']).toBe('application/json');
          if (proxied?.adds !== 'x-powered-by') expect(answer.headers).not.toHaveProperty('x-powered-by');
          const json = JSON.parse(answer.text);
          expect(Object.keys(json)).toEqual([status === 202 ? 'reference_id' : 'detail']);
          if (detail !== undefined) expect(json.detail).toEqual(detail);
          expect(answer.text.length).toBeLessThan(20_000);
        },
      );
    }

    test('a 400 KB gzip of 400 MB is refused without being inflated, known sender or not', async () => {
      const bomb = await gzipOfZeros(400);
      expect(bomb.length).toBeLessThan(MAX);
      const headers = { 'content-encoding': 'gzip' };
      expect((await rest(bomb, { headers })).status).toBe(415);
      expect((await webhook(bomb, { headers })).status).toBe(415);
      const stranger = await rest(bomb, { headers: { ...headers, 'x-api-key': 'nobody' } });
      expect([stranger.status, stranger.text]).toEqual([401, '{"detail":"Invalid or missing API key"}']);
    }, 30_000);

    test('two signatures, or two API keys, are refused', async () => {
      const { incomingSecret: secret } = door;
      const body = asWebhook(Buffer.from(candidate('')), 'two');
      const timestampSeconds = Math.floor(door.now() / 1000);
      const right = signWebhook({ secrets: [secret], timestampSeconds, body });
      const twice = { 'x-webhook-signature': [right, right], 'content-type': 'application/json' };
      const path = `/v1/webhooks/${door.atsId}`;
      const answer = await rawRequest(door.webhooksUrl, { path, body, headers: twice });
      expect([answer.status, answer.text]).toEqual([401, '{"detail":"Invalid signature"}']);
      const keys = await rest(candidate(''), { headers: { 'x-api-key': [door.apiKey, door.apiKey] } });
      expect(keys.status).toBe(401);
    });

    const HUGE = 'a body that is announced as huge, or never ends, is answered 413 and not read to its end';
    const testHuge = comesThrough(HUGE) ? test : () => {};
    testHuge(HUGE, async () => {
      const announced = await rawExchange(door.restUrl, [
        'POST /v1/candidates HTTP/1.1',
        'host: x',
        `content-length: ${1e11}`,
      ]);
      expect(announced).toMatch(/^HTTP\/1\.1 413 /);
      const endless = await rawExchange(
        door.restUrl,
        ['POST /v1/candidates HTTP/1.1', 'host: x', 'transfer-encoding: chunked'],
        `10000\r\n${'x'.repeat(65_536)}\r\n`,
      );
      expect(endless).toMatch(/^HTTP\/1\.1 413 /);
    });

    test('a client that goes away in the middle of its body harms nobody', async () => {
      const { hostname, port } = new URL(door.restUrl);
      for (let times = 0; times < 20; times += 1) {
        const socket = connect(Number(port), hostname);
        socket.write('POST /v1/candidates HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf');
        await new Promise((resolve) => socket.once('connect', resolve));
        socket.destroy();
      }
      expect((await rest(candidate(''))).status).toBe(202);
    });

    test('a body framed both by length and in chunks (smuggling) is never taken in', async () => {
      const head = [
        'POST /v1/candidates HTTP/1.1',
        'host: x',
        'content-length: 3',
        'transfer-encoding: chunked',
      ];
      expect(await rawExchange(door.restUrl, head)).toMatch(/^HTTP\/1\.1 4[0-9][0-9] /);
    });
  });
}

function candidate(more: string): string {
  return JSON.stringify(ADA).replace(/\}$/, `${more}}`);
}

/** A candidate of exactly so many bytes. As a webhook it becomes no larger: see {@link asWebhook}. */
function candidateOf(bytes: number): string {
  const room = candidate(`,"pad":""${' '.repeat(ROOM)}`).length;
  return candidate(`,"pad":"${'x'.repeat(bytes - room)}"${' '.repeat(ROOM)}`);
}

/** The same body as a webhook: the envelope's fields take the place of spaces, so that the size stays. */
function asWebhook(body: Buffer, eventId: string): Buffer {
  const text = body.toString('latin1');
  if (!text.includes('"candidate_id":')) return body;
  const fields = `"event":"candidate.created","event_id":"${eventId}","client_id":"acme","user_id":"u",`;
  const withFields = text.replace('"candidate_id":', `${fields}"candidate_id":`);
  const spaces = ' '.repeat(fields.length);
  return Buffer.from(withFields.includes(spaces) ? withFields.replace(spaces, '') : withFields, 'latin1');
}

/** A gzip of so many MB of zeros, made without holding them. */
async function gzipOfZeros(megabytes: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 });
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  const block = Buffer.alloc(1024 * KIB);
  for (let written = 0; written < megabytes; written += 1) {
    if (!gzip.write(block)) await new Promise((resolve) => gzip.once('drain', resolve));
  }
  gzip.end();
  await new Promise((resolve) => gzip.once('end', resolve));
  return Buffer.concat(chunks);
}

/** Writes a head, then `piece` again and again, until the server answers or ends the connection. */
function rawExchange(baseUrl: string, head: string[], piece = ''): Promise<string> {
  const { hostname, port } = new URL(baseUrl);
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(Number(port), hostname);
  let answer = '';
  let pieces = 0;
  const push = () => {
    while (piece !== '' && answer === '' && pieces < 10_000 && socket.writable) {
      pieces += 1;
      if (!socket.write(piece)) return;
    }
  };
  socket.on('data', (chunk) => {
    answer += chunk.toString();
    socket.destroy();
  });
  socket.on('drain', push);
  socket.on('error', () => {});
  socket.on('close', () => resolve(answer));
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  push();
  return promise;
}

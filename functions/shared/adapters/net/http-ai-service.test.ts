import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../core/json/json-value.ts';
import { parseJson } from '../../core/json/parse-json.ts';
import { AI_TIMEOUT_MS } from '../../core/limits.ts';
import type { AiRequest } from '../../ports/ai-service.ts';
import type { SendRequest, SendResult } from '../../ports/http-sender.ts';
import { Servers } from '../../ports/http-sender-servers.contract.ts';
import type { ServiceIdentity } from '../../ports/service-identity.ts';
import { createGotHttpSender } from './got-http-sender.ts';
import { createHttpAiService } from './http-ai-service.ts';

const KIB = 1024;
const REQUEST: AiRequest = {
  referenceId: '019c9420-0000-7000-8000-000000000001',
  atsId: 'demo',
  clientId: 'acme/1',
  userId: 'Zoë',
  event: 'candidate.created',
  data: { candidate_id: 'c-1', first_name: 'Ada' },
};

const identity: ServiceIdentity = {
  token: async (service, audience) => `${service}.for.${audience}`,
  verify: async () => undefined,
};

/** JSON text as a value that keeps its numbers as written. */
function lossless(text: string): JsonObject {
  const parsed = parseJson(Buffer.from(text));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value as JsonObject;
}

describe('the AI service over HTTP', () => {
  let servers: Servers;
  let arrived: {
    url: string | undefined;
    method: string | undefined;
    headers: IncomingHttpHeaders;
    body: string;
  }[];
  let sent: SendRequest[];
  beforeEach(() => {
    servers = new Servers();
    arrived = [];
    sent = [];
  });
  afterEach(() => servers.closeAll());

  /** The service with a server behind it; `timeoutMs` stands in for the real deadline. */
  async function serviceWith(answer: RequestListener, timeoutMs = 10_000) {
    const url = await servers.http(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { url: path, method, headers } = request;
      arrived.push({ url: path, method, headers, body: Buffer.concat(chunks).toString() });
      answer(request, response);
    });
    return { url, service: serviceAt(url, timeoutMs) };
  }

  function serviceAt(url: string, timeoutMs = 10_000) {
    const inner = createGotHttpSender();
    const sender = {
      send(request: SendRequest): Promise<SendResult> {
        sent.push(request);
        return inner.send({ ...request, timeoutMs });
      },
    };
    return createHttpAiService({ sender, identity, url, audience: url });
  }

  const answering = (status: number, body: string | Buffer = '') =>
    serviceWith((_, response) => response.writeHead(status).end(body));

  test('is called with who asks, what about, and a token for it', async () => {
    const { url, service } = await answering(202);

    await service.process({ ...REQUEST, data: { ...REQUEST.data, files: [{ carv_file_id: 'f-1' }] } });

    expect(arrived).toHaveLength(1);
    expect(arrived[0]).toMatchObject({ method: 'POST', url: '/v1/process' });
    expect(arrived[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: `Bearer process.for.${url}`,
    });
    expect(JSON.parse(arrived[0]?.body ?? '')).toEqual({
      reference_id: REQUEST.referenceId,
      ats_id: 'demo',
      workspace: 'acme/1',
      member: 'Zoë',
      event: 'candidate.created',
      data: { candidate_id: 'c-1', first_name: 'Ada', files: [{ carv_file_id: 'f-1' }] },
      files: [{ carv_file_id: 'f-1' }],
    });
  });

  test.each<[string, JsonObject]>([
    ['there are none', {}],
    ['what is there is no list', { files: 'f-1' }],
  ])('is told of no files when %s', async (_, data) => {
    const { service } = await answering(202);

    await service.process({ ...REQUEST, data });

    expect(JSON.parse(arrived[0]?.body ?? '')).toMatchObject({ data, files: [] });
  });

  test('is given the deadline of an AI call', async () => {
    const { service } = await answering(202);

    await service.process(REQUEST);

    expect(sent.map(({ timeoutMs }) => timeoutMs)).toEqual([AI_TIMEOUT_MS]);
  });

  test('is asked once per call', async () => {
    const { service } = await answering(503);

    await service.process(REQUEST);

    expect(arrived).toHaveLength(1);
  });

  test('is sent numbers as they were written, and gives them as they were written', async () => {
    const numbers =
      '{"a":12345678901234567890,"b":1.0,"c":1e400,"d":-0,"e":[0.10,1E5],"__proto__":{"f":2.50}}';
    const { service } = await serviceWith((_, response) =>
      response.writeHead(200).end(`{"status":"success","data":${numbers}}`),
    );

    const answer = await service.process({ ...REQUEST, data: lossless(numbers) });

    expect(arrived[0]?.body).toContain(`"data":${numbers},`);
    expect(answer.kind === 'result' && answer.result.status === 'success' && answer.result.data).toBeTruthy();
    expect(JSON.stringify(answer)).toBe(`{"kind":"result","result":{"status":"success","data":${numbers}}}`);
  });

  test('200 with data is a result', async () => {
    const { service } = await answering(200, '{"status": "success", "data": {"x": "Zoë"}, "more": 1}');

    expect(await service.process(REQUEST)).toEqual({
      kind: 'result',
      result: { status: 'success', data: { x: 'Zoë' } },
    });
  });

  test('200 with an error is a result, too', async () => {
    const error = { code: 'unreadable', message: 'The CV could not be read' };
    const { service } = await answering(200, JSON.stringify({ status: 'error', error, data: {} }));

    expect(await service.process(REQUEST)).toEqual({ kind: 'result', result: { status: 'error', error } });
  });

  test('202 is a promise of a result, whatever its body', async () => {
    const { service } = await answering(202, 'not JSON');

    expect(await service.process(REQUEST)).toEqual({ kind: 'accepted' });
  });

  test.each([400, 401, 403, 404, 409, 410, 413, 422, 451, 499])('%i is final', async (statusCode) => {
    const { service } = await answering(statusCode);

    expect(await service.process(REQUEST)).toEqual({
      kind: 'refused',
      statusCode,
      reason: `status ${statusCode}`,
    });
  });

  test.each([201, 204, 301, 302, 307, 308, 408, 429, 500, 502, 503, 504])(
    '%i may pass',
    async (statusCode) => {
      const { service } = await answering(statusCode);

      expect(await service.process(REQUEST)).toEqual({ kind: 'unavailable', reason: `status ${statusCode}` });
    },
  );

  test.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['no JSON', '<html>busy</html>'],
    ['bytes that are not UTF-8', Buffer.from('7b2261223a22ff227d', 'hex')],
    ['a list', '[]'],
    ['null', 'null'],
    ['another status', '{"status":"pending"}'],
    ['a success without data', '{"status":"success"}'],
    ['a success with a list', '{"status":"success","data":[]}'],
    ['an error without words', '{"status":"error","error":{"code":"x"}}'],
    ['an error that is a text', '{"status":"error","error":"x"}'],
    ['half of an answer', '{"status":"success","data":{"a":1}'],
  ])('200 with %s is no answer, and may pass', async (_, body) => {
    const { service } = await answering(200, body);

    expect(await service.process(REQUEST)).toEqual({ kind: 'unavailable', reason: 'unreadable answer' });
  });

  test('a record that nests 64 deep is read from its envelope; one deeper is a final error', async () => {
    const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    const deepest = await answering(200, `{"status":"success","data":${nested(64)}}`);
    expect(await deepest.service.process(REQUEST)).toMatchObject({ result: { status: 'success' } });

    const deeper = await answering(200, `{"status":"success","data":${nested(65)}}`);
    expect(await deeper.service.process(REQUEST)).toEqual({
      kind: 'result',
      result: {
        status: 'error',
        error: { code: 'result_too_deep', message: 'The processed record nests deeper than 64 levels' },
      },
    });
  });

  test('a result of the largest record is read', async () => {
    const text = 'x'.repeat(768 * KIB - 10);
    const { service } = await answering(200, JSON.stringify({ status: 'success', data: { text } }));

    const answer = await service.process(REQUEST);

    expect(answer).toEqual({ kind: 'result', result: { status: 'success', data: { text } } });
  });

  test('a result that is larger is a final error, and not read to its end', async () => {
    const closed = Promise.withResolvers<void>();
    const { service } = await serviceWith((_, response) => {
      const more = () => {
        while (response.write('x'.repeat(10_000))) {}
      };
      response.on('drain', more).on('close', () => closed.resolve());
      response.write('{"status":"success","data":{"text":"');
      more();
    });

    const answer = await service.process(REQUEST);

    expect(answer).toMatchObject({ result: { status: 'error', error: { code: 'result_too_large' } } });
    await closed.promise;
  });

  test('no answer in time may pass', async () => {
    const { service } = await serviceWith(() => {}, 100);

    expect(await service.process(REQUEST)).toEqual({ kind: 'unavailable', reason: 'timeout' });
  });

  test('nobody there may pass', async () => {
    const service = serviceAt(await servers.closedPort());

    expect(await service.process(REQUEST)).toEqual({ kind: 'unavailable', reason: 'connection_refused' });
  });

  test('a connection that is cut may pass', async () => {
    const service = serviceAt(await servers.raw((socket) => socket.resetAndDestroy()));

    expect(await service.process(REQUEST)).toEqual({ kind: 'unavailable', reason: 'connection_lost' });
  });

  test('is not called without a token, and that may pass', async () => {
    const { url } = await answering(200);
    const tokenless = { ...identity, token: () => Promise.reject(new Error('metadata server is down')) };
    const service = createHttpAiService({
      sender: createGotHttpSender(),
      identity: tokenless,
      url,
      audience: url,
    });

    expect(await service.process(REQUEST)).toEqual({
      kind: 'unavailable',
      reason: 'no identity token to be had',
    });
    expect(arrived).toEqual([]);
  });
});

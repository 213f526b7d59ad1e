import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '../functions/shared/core/duration.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';

interface AiCall {
  body: Record<string, unknown>;
  authorization: string;
}

describe('the AI service', () => {
  let ai: Server;
  let calls: AiCall[];
  let answer: (
    call: AiCall,
  ) => { status: number; body?: unknown } | Promise<{ status: number; body?: unknown }>;
  let carvos: TestGateway;

  beforeEach(async () => {
    calls = [];
    ai = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const call = {
        body: JSON.parse(Buffer.concat(chunks).toString()),
        authorization: String(request.headers.authorization),
      };
      calls.push(call);
      const { status, body = {} } = await answer(call);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => ai.listen(0, '127.0.0.1', resolve));
    const aiServiceUrl = `http://127.0.0.1:${(ai.address() as AddressInfo).port}`;
    carvos = await TestGateway.start({ config: { aiServiceUrl } });
  });
  afterEach(async () => {
    await carvos.stop();
    ai.closeAllConnections();
    await new Promise((resolve) => ai.close(resolve));
  });

  const push = async () =>
    (await carvos.call('POST', '/v1/candidates', { body: ADA })).json.reference_id as string;
  const told = () => carvos.receiver.of('candidate.created').map(({ json }) => json);

  const postResult = async (result: object, service: 'ai' | 'tasks' = 'ai') => {
    const { status, json } = await carvos.fromAi('results', result, service);
    return { status, json };
  };

  const success = (referenceId: string, data: object = { score: 1 }) => ({
    reference_id: referenceId,
    ats_id: 'demo',
    status: 'success',
    data,
  });

  test('is called with an identity token and the fields of the contract', async () => {
    answer = () => ({ status: 200, body: { status: 'success', data: {} } });
    const referenceId = await push();
    await carvos.work();
    expect(calls.map(({ body }) => body)).toEqual([
      {
        reference_id: referenceId,
        ats_id: 'demo',
        workspace: 'acme',
        member: 'recruiter-1',
        event: 'candidate.created',
        data: ADA,
        files: [],
      },
    ]);
    expect(calls[0]?.authorization).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    expect(told()).toMatchObject([{ status: 'success', data: ADA }]);
  });

  test('answers 202 and later posts the result: one webhook, also when the result comes twice', async () => {
    answer = () => ({ status: 202 });
    const referenceId = await push();
    await carvos.work();
    expect(told()).toEqual([]);
    const answers = [
      await postResult(success(referenceId)),
      await postResult(success(referenceId, { score: 2 })),
    ];
    expect(answers).toEqual([
      { status: 202, json: { reference_id: referenceId } },
      { status: 202, json: { reference_id: referenceId } },
    ]);
    await carvos.work();
    expect(told()).toMatchObject([{ status: 'success', data: { ...ADA, score: 1 } }]);
  });

  test('a result may carry the half that does not apply as null, as a synchronous one may', async () => {
    answer = () => ({ status: 202 });
    const first = await push();
    const second = await push();
    await carvos.work();
    const error = { code: 'x', message: 'y' };
    const failed = { reference_id: second, ats_id: 'demo', status: 'error', data: null, error };
    expect((await postResult({ ...success(first), error: null })).status).toBe(202);
    expect((await postResult(failed)).status).toBe(202);
    await carvos.work();
    const byReference = Object.fromEntries(told().map((json) => [json.reference_id, json.status]));
    expect(byReference).toEqual({ [first]: 'success', [second]: 'error' });
  });

  test('a result that comes before its own 202 was written down counts', async () => {
    answer = async ({ body }) => {
      expect((await postResult(success(String(body.reference_id)))).status).toBe(202);
      return { status: 202 };
    };
    await push();
    await carvos.after(0);
    for (let tries = 0; tries < 5; tries += 1) await carvos.after(MINUTE_MS);
    expect(told()).toMatchObject([{ status: 'success', data: { score: 1 } }]);
    expect(calls).toHaveLength(1);
  });

  test('results are taken from the AI service only, and only for an event of the ATS they name', async () => {
    answer = () => ({ status: 202 });
    const referenceId = await push();
    await carvos.work();
    expect((await postResult(success(referenceId), 'tasks')).status).toBe(401);
    const foreign = await postResult({ ...success(referenceId), ats_id: 'another' });
    const unknown = await postResult(success('01a1f9bc-9a09-743b-a294-b45f590763b9'));
    expect(foreign).toEqual({ status: 404, json: { detail: 'Not found' } });
    expect(unknown).toEqual(foreign);
    expect((await postResult({ reference_id: referenceId, ats_id: 'demo', status: 'success' })).status).toBe(
      422,
    );
    await carvos.work();
    expect(told()).toEqual([]);
  });

  test('a final error of its own reaches the ATS with what is known of the record', async () => {
    const error = { code: 'unreadable_cv', message: 'The CV cannot be read' };
    answer = () => ({ status: 200, body: { status: 'error', error } });
    await push();
    await carvos.work();
    expect(told()).toMatchObject([{ status: 'error', error, data: ADA }]);
  });

  test('a 4xx is final; 408 and 429 are not', async () => {
    const statuses = [408, 429, 422];
    answer = () => ({ status: statuses.shift() ?? 500 });
    await push();
    await carvos.work();
    for (let minutes = 0; minutes < 3; minutes += 1) await carvos.after(MINUTE_MS);
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(({ body }) => body.reference_id)).size).toBe(1);
    const message = 'The AI service refused the event (status 422)';
    expect(told()).toMatchObject([{ status: 'error', error: { code: 'ai_rejected', message }, data: ADA }]);
  });

  test('while it fails it is called again with back-off, and given up after 24 hours', async () => {
    answer = () => ({ status: 503 });
    await push();
    await carvos.work();
    for (let minutes = 0; minutes < 24 * 60 - 1; minutes += 5) {
      await carvos.after(5 * MINUTE_MS);
      expect(told()).toEqual(minutes + 5 < 24 * 60 ? [] : expect.anything());
    }
    await carvos.after(10 * MINUTE_MS);
    expect(told()).toMatchObject([{ status: 'error', error: { code: 'ai_unavailable' }, data: ADA }]);
    // 5 s, 10 s, … 320 s and then every 10 minutes, as the clock is only looked at every 5.
    expect(calls.length).toBeGreaterThan(100);
    expect(calls.length).toBeLessThan(200);
  });

  test('a result that has not come 24 hours after a 202 is given up', async () => {
    answer = () => ({ status: 202 });
    await push();
    await carvos.work();
    for (let hours = 0; hours < 24; hours += 1) {
      await carvos.after(HOUR_MS - 1000);
      await carvos.gateway.sweepOnce();
      await carvos.work();
    }
    expect(told()).toEqual([]);
    carvos.clock.advance(5 * MINUTE_MS);
    await carvos.gateway.sweepOnce();
    await carvos.work();
    expect(told()).toMatchObject([{ status: 'error', error: { code: 'ai_result_timeout' }, data: ADA }]);
    expect(calls).toHaveLength(1);
  });
});

describe('the stand-in AI service', () => {
  test('in async mode answers 202 and posts the result a moment later', async () => {
    const carvos = await TestGateway.start({ config: { aiStandInMode: 'async' } });
    try {
      await carvos.call('POST', '/v1/candidates', { body: ADA });
      await carvos.work();
      while (carvos.receiver.of('candidate.created').length === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        await carvos.work();
      }
      const [webhook] = carvos.receiver.of('candidate.created');
      expect(webhook?.json.data.email).toBe('ada@example.com');
    } finally {
      await carvos.stop();
    }
  });
});

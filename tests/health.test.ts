import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TestGateway } from './support/test-gateway.ts';

describe('GET /v1/health', () => {
  let carvos: TestGateway;
  beforeEach(async () => {
    carvos = await TestGateway.start();
  });
  afterEach(() => carvos.stop());

  const ask = async () => {
    const response = await fetch(`${carvos.gateway.baseUrl}/v1/health`);
    return { status: response.status, json: await response.json() };
  };
  const OK = { store: 'ok', queue: 'ok', key_vault: 'ok' };

  test('needs no key and tells which backends answer', async () => {
    expect(await ask()).toEqual({ status: 200, json: { status: 'ok', backends: OK } });
  });

  test.each([
    ['store', 'store', 'getAll'],
    ['queue', 'queue', 'ping'],
    ['key_vault', 'vault', 'current'],
  ] as const)('is a 503 while %s is away, and a 200 when it is back', async (name, port, method) => {
    const backend = carvos.gateway.runtime[port] as unknown as Record<string, unknown>;
    const working = backend[method];
    backend[method] = async () => {
      throw new Error('secret internals');
    };
    expect(await ask()).toEqual({
      status: 503,
      json: { status: 'unavailable', backends: { ...OK, [name]: 'unavailable' } },
    });
    backend[method] = working;
    carvos.clock.advance(5000);
    expect((await ask()).status).toBe(200);
  });

  test('a backend that hangs counts as away, and does not hold up the answer', async () => {
    carvos.gateway.runtime.queue.ping = () => new Promise(() => {});
    expect(await ask()).toMatchObject({ status: 503, json: { backends: { ...OK, queue: 'unavailable' } } });
  });

  test('asks the backends once in 5 s, however often it is asked itself', async () => {
    const { queue } = carvos.gateway.runtime;
    const { ping } = queue;
    let pings = 0;
    queue.ping = async () => {
      pings += 1;
      return ping();
    };
    await Promise.all(Array.from({ length: 20 }, ask));
    carvos.clock.advance(4999);
    await ask();
    expect(pings).toBe(1);
    carvos.clock.advance(1);
    await ask();
    expect(pings).toBe(2);
  });

  test('takes GET and HEAD only', async () => {
    const post = await fetch(`${carvos.gateway.baseUrl}/v1/health`, { method: 'POST', body: '{}' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const head = await fetch(`${carvos.gateway.baseUrl}/v1/health`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

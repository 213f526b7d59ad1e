import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { ADA, TestGateway } from './support/test-gateway.ts';

describe('lists', () => {
  let carvos: TestGateway;
  beforeAll(async () => {
    carvos = await TestGateway.start();
    for (let index = 0; index < 60; index += 1) await post(`c-${index}`);
  });
  afterAll(() => carvos.stop());

  const post = (id: string, clientId = 'acme') =>
    carvos.call('POST', '/v1/candidates', { body: { ...ADA, candidate_id: id }, clientId });

  async function pages(query: string, between: (page: number) => Promise<unknown> = async () => {}) {
    const ids: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { status, json } = await carvos.call(
        'GET',
        `/v1/candidates?${query}${cursor && `&cursor=${cursor}`}`,
      );
      expect(status).toBe(200);
      expect(Object.keys(json)).toEqual(['data', 'next_cursor']);
      ids.push(json.data.map((record: { candidate_id: string }) => record.candidate_id));
      cursor = json.next_cursor;
      await between(ids.length);
    }
    return ids;
  }

  test('page by page every record comes once: 25 a page, or as many as asked for', async () => {
    const byDefault = await pages('');
    expect(byDefault.map((page) => page.length)).toEqual([25, 25, 10]);
    expect(new Set(byDefault.flat()).size).toBe(60);
    expect((await pages('limit=30')).map((page) => page.length)).toEqual([30, 30]);
    expect((await pages('limit=100')).map((page) => page.length)).toEqual([60]);
  });

  test('while records are added nothing that was there is missed or comes twice', async () => {
    const seen = await pages('limit=7', (page) => post(`added-${page}`));
    const old = seen.flat().filter((id) => id.startsWith('c-'));
    expect([old.length, new Set(old).size]).toEqual([60, 60]);
    expect(new Set(seen.flat()).size).toBe(seen.flat().length);
  });

  test('a page of large records ends early, and the next one goes on where it ended', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `large-${index}`);
    const pad = 'x'.repeat(500 * 1024);
    for (const id of ids) {
      await carvos.call('POST', '/v1/candidates', {
        body: { ...ADA, candidate_id: id, pad },
        clientId: 'large',
      });
    }
    const seen: string[] = [];
    const sizes: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path = `/v1/candidates?limit=100${cursor && `&cursor=${cursor}`}`;
      const { json, text } = await carvos.call('GET', path, { clientId: 'large' });
      seen.push(...json.data.map((record: { candidate_id: string }) => record.candidate_id));
      sizes.push(text.length);
      cursor = json.next_cursor;
    }
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(Math.max(...sizes)).toBeLessThan(9 * 1024 * 1024);
    expect(sizes.length).toBe(3);
  });

  test('an empty list is an empty page, also for a client that does not exist', async () => {
    const { status, json } = await carvos.call('GET', '/v1/candidates', { clientId: 'nobody' });
    expect([status, json]).toEqual([200, { data: [], next_cursor: null }]);
  });

  test.each(['0', '101', '-1', '1.5', 'x', ''])('limit=%s is a 422', async (limit) => {
    const { status, json } = await carvos.call('GET', `/v1/candidates?limit=${limit}`);
    expect([status, json.detail]).toEqual([
      422,
      [{ loc: ['query', 'limit'], msg: 'Must be 1 to 100', type: 'range' }],
    ]);
  });

  test('a cursor that was altered, or belongs to another list or client, is a 422', async () => {
    const { json } = await carvos.call('GET', '/v1/candidates?limit=1');
    const cursor: string = json.next_cursor;
    const flipped = `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`;
    for (const bad of [flipped, cursor.slice(0, -2), `${cursor}AA`, 'x', '']) {
      const answer = await carvos.call('GET', `/v1/candidates?cursor=${bad}`);
      expect([bad, answer.status, answer.json.detail[0].loc]).toEqual([bad, 422, ['query', 'cursor']]);
    }
    const foreign = await carvos.call('GET', `/v1/candidates?cursor=${cursor}`, { clientId: 'other' });
    expect(foreign.status).toBe(422);
  });

  test("another client's or another ATS's records answer exactly like those that do not exist", async () => {
    await post('mine');
    const other = await createAts(carvos.gateway.runtime, {
      atsId: 'rival',
      name: 'Rival',
      webhookUrl: null,
    });
    const strangers = [{ clientId: 'elsewhere' }, { headers: { 'x-api-key': other.apiKey } }];
    for (const stranger of strangers) {
      for (const method of ['GET', 'PATCH', 'DELETE']) {
        const body = method === 'PATCH' ? { body: { phone: '1' } } : {};
        const existing = await carvos.call(method, '/v1/candidates/mine', { ...stranger, ...body });
        const absent = await carvos.call(method, '/v1/candidates/absent', { ...stranger, ...body });
        expect([method, existing.status, existing.text]).toEqual([method, 404, '{"detail":"Not found"}']);
        expect([absent.status, absent.text]).toEqual([existing.status, existing.text]);
      }
      const { json } = await carvos.call('GET', '/v1/candidates', stranger);
      expect(json.data).toEqual([]);
    }
    expect((await carvos.call('GET', '/v1/candidates/mine')).json.phone).toBeUndefined();
  });
});

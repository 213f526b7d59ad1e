import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../functions/shared/core/duration.ts';
import { ADA, candidateEvent, TestGateway } from './support/test-gateway.ts';

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('what comes again', () => {
  let carvos: TestGateway;
  beforeAll(async () => {
    carvos = await TestGateway.start();
  });
  afterAll(() => carvos.stop());

  const deliveredOf = (candidateId: string) =>
    carvos.receiver.received.filter(({ json }) => json.data.candidate_id === candidateId);

  test('the same event_id 50 times at once is answered 50 times with one reference id and processed once', async () => {
    const event = candidateEvent('candidate.created', 'e-1', { candidate_id: 'r-1' });
    const answers = await Promise.all(times(50, () => carvos.webhook(event)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ json }) => json.reference_id)).size).toBe(1);
    await carvos.work();
    expect(deliveredOf('r-1')).toHaveLength(1);
  });

  test('the same event_id with the same JSON in other spacing and key order is a repeat; other content is a 409', async () => {
    const event = candidateEvent('candidate.updated', 'e-2', { candidate_id: 'r-2' });
    const first = await carvos.webhook(event);
    const spaced = JSON.stringify(Object.fromEntries(Object.entries(event).reverse()), null, 3);
    expect((await carvos.webhook(spaced)).json).toEqual(first.json);
    const changed = await carvos.webhook({ ...event, first_name: 'Augusta' });
    expect([changed.status, changed.json]).toEqual([
      409,
      { detail: 'This event_id was already used with different content' },
    ]);
  });

  test('an event_id is remembered for 7 days and then forgotten, even before its receipt is removed', async () => {
    const event = candidateEvent('candidate.created', 'e-3', { candidate_id: 'r-3' });
    const first = await carvos.webhook(event);
    carvos.clock.advance(7 * DAY_MS - 1);
    expect((await carvos.webhook(event)).json).toEqual(first.json);
    carvos.clock.advance(1);
    const anew = await carvos.webhook({ ...event, first_name: 'Augusta' });
    expect(anew.status).toBe(202);
    expect(anew.json).not.toEqual(first.json);
    expect((await carvos.webhook({ ...event, first_name: 'Augusta' })).json).toEqual(anew.json);
  });

  test('the same Idempotency-Key and body, also 50 times at once, returns the first answer; another body or client is a 409', async () => {
    const headers = { 'idempotency-key': 'key-1' };
    const body = { ...ADA, candidate_id: 'r-4' };
    const answers = await Promise.all(
      times(50, () => carvos.call('POST', '/v1/candidates', { body, headers })),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(202);
    const changed = await carvos.call('POST', '/v1/candidates', { body: { ...body, phone: '1' }, headers });
    expect([changed.status, changed.json]).toEqual([
      409,
      { detail: 'This Idempotency-Key was already used with a different request' },
    ]);
    const elsewhere = await carvos.call('POST', '/v1/candidates', { body, headers, clientId: 'other' });
    expect(elsewhere.status).toBe(409);
    carvos.clock.advance(24 * HOUR_MS);
    expect((await carvos.call('POST', '/v1/candidates', { body, headers })).json).not.toEqual(
      answers[0]?.json,
    );
  });

  test('a key counts per method and path: a DELETE repeated with its key gets its first answer, not a 404', async () => {
    const headers = { 'idempotency-key': 'key-2' };
    await carvos.call('POST', '/v1/candidates', { body: { ...ADA, candidate_id: 'r-5' }, headers });
    const first = await carvos.call('DELETE', '/v1/candidates/r-5', { headers });
    const again = await carvos.call('DELETE', '/v1/candidates/r-5', { headers });
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.json).toEqual(first.json);
    expect((await carvos.call('DELETE', '/v1/candidates/r-5')).status).toBe(404);
  });

  test('50 first events of one new client provision it, and its user, once', async () => {
    const event = (index: number) => ({
      ...candidateEvent('candidate.created', `p-${index}`, { candidate_id: `p-${index}` }),
      client_id: 'newcomer',
    });
    const answers = await Promise.all(times(50, (index) => carvos.webhook(event(index))));
    expect(new Set(answers.map(({ json }) => json.reference_id)).size).toBe(50);
    for (let rounds = 0; rounds < 20; rounds += 1) await carvos.after(HOUR_MS / 60);
    const told = carvos.receiver.received.filter(({ json }) => json.client_id === 'newcomer');
    expect(told.filter(({ json }) => json.event === 'candidate.created')).toHaveLength(50);
    expect(
      told.filter(({ json }) => json.event === 'workspace.provisioned').map(({ json }) => json.data),
    ).toEqual([{ client_id: 'newcomer' }]);
    expect(
      told.filter(({ json }) => json.event === 'workspace.member_added').map(({ json }) => json.data),
    ).toEqual([{ client_id: 'newcomer', user_id: 'recruiter-1' }]);
  });

  test('50 patches of one record at once all take effect', async () => {
    await carvos.call('POST', '/v1/candidates', { body: { ...ADA, candidate_id: 'r-6' } });
    const patches = times(50, (index) =>
      carvos.call('PATCH', '/v1/candidates/r-6', { body: { custom_fields: { [`f${index}`]: index } } }),
    );
    const answers = await Promise.all(patches);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const { json } = await carvos.call('GET', '/v1/candidates/r-6');
    expect(Object.keys(json.custom_fields)).toHaveLength(50);
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAts } from '../functions/shared/flows/create-ats.ts';
import { updateAts } from '../functions/shared/flows/update-ats.ts';
import { ADA, candidateEvent, TestGateway } from './support/test-gateway.ts';

describe('the rate of an ATS', () => {
  let carvos: TestGateway;
  beforeEach(async () => {
    carvos = await TestGateway.start({ config: { rateLimit: { perSecond: 1, burst: 3 } } });
  });
  afterEach(() => carvos.stop());

  const get = (headers = {}) => carvos.call('GET', '/v1/candidates', { headers });
  const useUp = async () => {
    for (let n = 0; n < 3; n += 1) expect((await get()).status).toBe(200);
  };

  test('every answer to somebody who is known says how things stand, errors too', async () => {
    const ok = await get();
    const invalid = await carvos.call('POST', '/v1/candidates', { body: {} });
    const missing = await carvos.call('GET', '/v1/candidates/nobody');
    expect([ok, invalid, missing].map(({ status, headers }) => [status, headers.get('ratelimit')])).toEqual([
      [200, '"ats";r=2;t=1'],
      [422, '"ats";r=1;t=2'],
      [404, '"ats";r=0;t=3'],
    ]);
    expect(ok.headers.get('ratelimit-policy')).toBe('"ats";q=3;w=3');
  });

  test('above it the answer is a 429 that says when to come again; then a request is taken again', async () => {
    await useUp();
    const refused = await get();
    expect(refused).toMatchObject({
      status: 429,
      json: { detail: 'Too many requests. Try again after the time that Retry-After says' },
    });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('ratelimit')).toBe('"ats";r=0;t=3');
    carvos.clock.advance(1000);
    expect((await get()).status).toBe(200);
  });

  test('it stands after 401 and 403, and before all that is wrong with a body', async () => {
    await useUp();
    const wrongKey = `${carvos.gateway.demo.api_key.slice(0, -1)}x`;
    const stranger = await get({ 'x-api-key': wrongKey });
    expect([stranger.status, stranger.headers.get('ratelimit')]).toEqual([401, null]);
    for (const options of [
      { body: '{', headers: { 'content-type': 'text/plain' } },
      { body: '{' },
      { body: {} },
      { body: ADA, headers: { 'x-ats-client-id': '' } },
    ]) {
      expect((await carvos.call('POST', '/v1/candidates', options)).status).toBe(429);
    }
    await updateAts(carvos.gateway.runtime, 'demo', { enabled: false });
    expect((await get()).status).toBe(403);
  });

  test('nobody uses up the rate of another, and who is not known uses up none', async () => {
    const other = await createAts(carvos.gateway.runtime, {
      atsId: 'other',
      name: 'Other',
      webhookUrl: null,
    });
    await useUp();
    expect((await get()).status).toBe(429);
    expect((await get({ 'x-api-key': other.apiKey })).headers.get('ratelimit')).toBe('"ats";r=2;t=1');
    for (let n = 0; n < 5; n += 1) {
      await get({ 'x-api-key': `${other.apiKey.slice(0, -1)}_` });
    }
    expect((await get({ 'x-api-key': other.apiKey })).headers.get('ratelimit')).toBe('"ats";r=1;t=2');
  });

  test('webhooks have a rate of their own, by the same rules', async () => {
    await useUp();
    for (let n = 0; n < 3; n += 1) {
      expect((await carvos.webhook(candidateEvent('candidate.created', `w-${n}`))).status).toBe(202);
    }
    const refused = await carvos.webhook('{');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    const forged = await carvos.webhook('{}', { headers: { 'x-webhook-signature': 't=1,v1=00' } });
    expect([forged.status, forged.headers.get('ratelimit')]).toEqual([401, null]);
    expect((await carvos.call('GET', '/v1/health')).status).toBe(200);
  });
});
